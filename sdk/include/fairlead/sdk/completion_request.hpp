// What a Completion is given; see completion.hpp.
#ifndef FAIRLEAD_SDK_COMPLETION_REQUEST_HPP
#define FAIRLEAD_SDK_COMPLETION_REQUEST_HPP

#include <map>
#include <string>

namespace fairlead {
inline namespace sdk_v1 {

struct CompletionRequest {
  std::string value;                               // what was typed so far; may be empty
  std::map<std::string, std::string> others = {};  // the arguments that are filled in already
};

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_COMPLETION_REQUEST_HPP
