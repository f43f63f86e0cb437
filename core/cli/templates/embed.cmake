# cmake -DSOURCES=a.in;b.in -DOUTPUT=x.cpp -P embed.cmake: the templates as C++ literals.
set(entries "")
foreach(source IN LISTS SOURCES)
  get_filename_component(name "${source}" NAME)
  string(REGEX REPLACE "\\.in$" "" name "${name}")
  file(READ "${source}" text)
  if(text MATCHES "\\)fairlead\"")
    message(FATAL_ERROR "${source} holds the mark that ends a literal")
  endif()
  string(APPEND entries "    {\"${name}\", R\"fairlead(${text})fairlead\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Made from core/cli/templates by the build.
#include \"cli/new_plugin_templates.hpp\"

namespace fairlead::cli {
namespace {
constexpr PluginTemplate kTemplates[] = {
${entries}};
}  // namespace

std::span<const PluginTemplate> new_plugin_templates() { return kTemplates; }

}  // namespace fairlead::cli
")
