// A notebook in a file: a small provider, but a whole one. sdk/README.md explains it piece by piece.
#include <fstream>

#include <fairlead/sdk.hpp>

struct Config {  // one connection's settings -> the config schema
  fairlead::Arg<std::string, "Path of the notebook; its first line is the password"> file;
  fairlead::Arg<fairlead::Secret, "Password of the notebook"> password;
  std::size_t list_max = 100;
};
BOOST_DESCRIBE_STRUCT(Config, (), (file, password, list_max))
struct AddArgs {  // a tool's arguments -> its inputSchema
  fairlead::Arg<std::string, "One line of text", fairlead::MinLength{1}> note;
};
BOOST_DESCRIBE_STRUCT(AddArgs, (), (note))
struct Notes {  // a tool's result -> its outputSchema
  std::vector<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(Notes, (), (notes))
struct Notebook {  // what the host makes, pools, and never lends to two calls at once
  std::fstream file;
  std::size_t list_max;
  static Notebook connect(const Config& config, fairlead::Context& context) {
    Notebook made{std::fstream(*config.file, std::ios::in | std::ios::out | std::ios::app), config.list_max};
    std::string line;
    if (!std::getline(made.file, line)) throw fairlead::Error(FAIRLEAD_UNAVAILABLE, "cannot read the file");
    if (line == context.reveal(config.password)) return made;
    throw fairlead::Error(FAIRLEAD_UNAUTHENTICATED, "the password is wrong", fairlead::kBindingBad);
  }
  void reset() { file.clear(); }  // a call that failed leaves nothing for the next caller
  void add(const AddArgs& args, fairlead::Call&) {
    if (args.note->find('\n') != std::string::npos) throw fairlead::ToolError("a note is one line");
    if (!(file.seekp(0, std::ios::end) << *args.note << std::endl))
      throw fairlead::Error(FAIRLEAD_UNAVAILABLE, "cannot write the file");
  }
  Notes list(const fairlead::Nothing&, fairlead::Call&) {
    std::vector<std::string> notes;
    file.seekg(0).ignore(1 << 20, '\n');  // past the password
    for (std::string line; notes.size() < list_max && std::getline(file, line);) notes.push_back(line);
    return {notes};
  }
};
using Add = fairlead::Tool<&Notebook::add, "add", "Add a note">;
using List = fairlead::Tool<&Notebook::list, "list", "List the notes", fairlead::read_only>;
FAIRLEAD_PLUGIN("dev.fairlead.hello", "1.0.0", fairlead::Provider<Notebook, Config, "hello", Add, List>)
