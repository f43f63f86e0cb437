// Whether the parts of an HTTP request are what RFC 9110 and http.h allow.
#ifndef FAIRLEAD_TESTING_HTTP_CHECK_HPP
#define FAIRLEAD_TESTING_HTTP_CHECK_HPP

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace fairlead::testing::detail {

inline std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

// A token of RFC 9110 section 5.6.2.
inline bool is_http_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) != 0 || kMarks.find(static_cast<char>(c)) != std::string_view::npos);
  });
}

inline bool is_http_url(std::string_view url) {
  const std::string start = lower_case(url.substr(0, 8));
  const std::size_t host_at = start.rfind("http://", 0) == 0 ? 7 : start.rfind("https://", 0) == 0 ? 8 : 0;
  return host_at != 0 && url.size() > host_at && url[host_at] != '/' &&
         std::all_of(url.begin(), url.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F; });
}

// What is wrong with a header, or empty.
inline std::string judge_header(std::string_view name, std::string_view value) {
  if (!is_http_token(name)) return "a header whose name is no token";
  for (const char* host_only : {"host", "content-length", "authorization"}) {
    if (lower_case(name) == host_only)
      return std::string("the header '") + host_only + "', which is the host's to write";
  }
  if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) {
    return "a header value with a line break";
  }
  return {};
}

}  // namespace fairlead::testing::detail

#endif  // FAIRLEAD_TESTING_HTTP_CHECK_HPP
