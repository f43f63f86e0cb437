// Serves one line of `fairlead dev`, the way the runtime serves a call: the entry is looked up, access and
// arguments are checked, the client connected, the provider asked, the client reset.
#pragma once

#include <stop_token>

#include "cli/dev_answer.hpp"
#include "cli/dev_line.hpp"
#include "cli/dev_subject.hpp"

namespace fairlead::cli {

/// Everything outlives the call of serve_dev_request.
struct DevTurn {
  DevSubject& subject;
  const DevRequest& request;
  Deadline deadline;
  std::stop_token stop;  ///< asks the provider to stop, whatever it is doing
  const Clock& clock;
};

/// For every verb but Reload, Help and Quit. Runs the provider's code: may block beyond the deadline if the
/// provider does.
[[nodiscard]] DevAnswer serve_dev_request(const DevTurn& turn);

/// The time that the entry of the catalog gives a call of `request`; nullopt: it says nothing.
[[nodiscard]] std::optional<Duration> entry_timeout(const plugin::Catalog& catalog,
                                                    const DevRequest& request);

}  // namespace fairlead::cli
