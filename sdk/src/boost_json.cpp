// Boost.JSON, compiled into the plugin itself. fairlead_add_plugin adds this file, so that a plugin needs no
// shared Boost and does not care which version the host or another plugin uses.
#include <boost/json/src.hpp>
