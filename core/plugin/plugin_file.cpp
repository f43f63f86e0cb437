#include "plugin/plugin_file.hpp"

#include <sys/stat.h>

#include <chrono>
#include <utility>

#include "plugin/elf_lint.hpp"
#include "plugin/private_file.hpp"
#include "plugin/scan_cache.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::chrono::milliseconds kSlowLoad{100};

tl::unexpected<Error> deny(std::string message, std::string reason) {
  return fail(ErrorCode::PermissionDenied, std::move(message), std::move(reason));
}

// Whoever can write the file or its folder chooses the code of the next start.
void find_writers(const std::filesystem::path& path, Findings& findings) {
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  for (const auto& [what, where] : {std::pair{"the file", path}, std::pair{"its folder", folder}}) {
    struct stat status {};
    if (::stat(where.c_str(), &status) != 0 || !is_writable_by_others(status)) continue;
    findings.push_back({Severity::Warn, "writable_by_others",
                        std::string(what) + " can be written by other users than this one; chmod go-w " +
                            where.string() + ", or give it to this user"});
  }
}

Result<void> check_trust(PluginFile& file, const SealedFile& sealed, const LoadOptions& options) {
  const LockFile& lock = options.lock;
  if (lock.find_id(file.sha256)) file.trust = Trust::Pinned;
  if (options.trust_mode == TrustMode::Unpinned) {
    if (lock.is_writable_by_others && file.trust == Trust::Pinned) {
      file.warnings.push_back({Severity::Warn, "writable_by_others",
                               "the lock file that pins it can be written by other users; chmod go-w it"});
    }
    return {};
  }
  if (lock.is_writable_by_others) {
    return deny("plugins.trust is pinned, but the lock file can be written by other users; chmod go-w it",
                "writable_by_others");
  }
  if (file.trust != Trust::Pinned) {
    std::string pinned;
    for (const auto& [id, pin] : lock.pins) {
      if (pin.file == sealed.name())
        pinned = "; " + id + " was pinned from a file of this name with sha256 " + pin.sha256;
    }
    return deny("plugins.trust is pinned, and its sha256 " + file.sha256 + " is not in the lock file" +
                    pinned + "; look at where it came from, then `fairlead plugins pin " + file.path + "`",
                "not_pinned");
  }
  if (!file.warnings.empty())
    return deny("plugins.trust is pinned, and " + file.warnings[0].message, "writable_by_others");
  return {};
}

Result<void> lint(PluginFile& file, const SealedFile& sealed) {
  std::string message;
  std::string reason;
  for (Finding& finding : lint_elf(sealed.bytes(), {.mapped_libraries = mapped_libraries()})) {
    if (finding.severity == Severity::Warn) {
      file.warnings.push_back(std::move(finding));
      continue;
    }
    if (reason.empty()) reason = finding.reason;
    message += (message.empty() ? "" : ". Also: ") + finding.message;
  }
  return reason.empty() ? Result<void>() : Result<void>(fail(ErrorCode::InvalidArgument, message, reason));
}

Result<ScanReport> scan_once(const SealedFile& sealed, const LoadOptions& options) {
  const ScanCache cache(options.store, options.scanner.executable);
  if (options.scan == Scan::Again) FAIRLEAD_CHECK(cache.forget(sealed.sha256()));
  if (auto known = cache.find(sealed.sha256())) {
    if (!*known) {
      known->error().message +=
          ". This is what an earlier try found; `fairlead plugins rescan FILE` tries again";
    }
    return *std::move(known);
  }
  Result<ScanReport> verdict = scan(sealed, options.scanner);
  // A cache that cannot be written costs time at the next start, nothing else.
  static_cast<void>(cache.put(sealed.sha256(), verdict));
  return verdict;
}

Result<void> check_and_scan(CheckedFile& checked, const LoadOptions& options) {
  FAIRLEAD_CHECK(check_trust(checked.file, *checked.sealed, options));
  FAIRLEAD_CHECK(lint(checked.file, *checked.sealed));
  if (options.scan == Scan::Never) return {};
  FAIRLEAD_TRY(checked.report, scan_once(*checked.sealed, options));
  if (checked.report->elapsed > kSlowLoad) {
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(checked.report->elapsed).count();
    checked.file.warnings.push_back(
        {Severity::Warn, "slow_load",
         "loading it took " + std::to_string(elapsed) +
             " ms in the scanner; more than 100 ms delay every start: do the work in "
             "connect, or on the first call"});
  }
  return check_pin(checked.report->id, checked.file.sha256, options.lock);
}

}  // namespace

std::string_view to_string(Trust trust) noexcept {
  switch (trust) {
    case Trust::BuiltIn: return "built-in";
    case Trust::Unpinned: return "unpinned";
    case Trust::Pinned: return "pinned";
  }
  return "unpinned";
}

Result<void> check_pin(std::string_view id, std::string_view sha256, const LockFile& lock) {
  const std::string hash(sha256);
  const std::string name(id);
  const Pin* const pin = lock.find(id);
  if (pin != nullptr && pin->sha256 != sha256) {
    return deny("its id " + name + " is pinned to the sha256 " + pin->sha256 + ", and its own is " + hash +
                    "; if you meant to replace it, `fairlead plugins pin` it again",
                "pin_differs");
  }
  const auto pinned_id = lock.find_id(sha256);
  if (pin == nullptr && pinned_id) {
    return deny("its content is pinned for the id " + *pinned_id + ", and it calls itself " + name +
                    "; unpin that id and pin the file again",
                "pin_differs");
  }
  return {};
}

Result<CheckedFile> check_plugin_file(const std::filesystem::path& path, const LoadOptions& options) {
  CheckedFile checked;
  FAIRLEAD_TRY(checked.sealed, SealedFile::copy(path, {.store = options.store, .where = options.sealed_in}));
  checked.file.path = path.string();
  checked.file.sha256 = checked.sealed->sha256();
  checked.file.trust = Trust::Unpinned;
  find_writers(path, checked.file.warnings);
  auto is_good = check_and_scan(checked, options);
  if (is_good) return checked;
  is_good.error().message = path.string() + " is refused: " + is_good.error().message;
  return fail(std::move(is_good.error()));
}

}  // namespace fairlead::plugin
