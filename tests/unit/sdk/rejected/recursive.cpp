// A struct that contains itself.
// Expected: a struct contains itself, or nests too deep for a schema
#include <vector>

#include "fairlead/sdk/type_check.hpp"

struct Node {
  std::vector<Node> children;
};
BOOST_DESCRIBE_STRUCT(Node, (), (children))

template struct fairlead::detail::CheckStruct<Node, false>;
