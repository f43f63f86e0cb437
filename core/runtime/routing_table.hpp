// One published state of affairs: a directory, and the bindings made from it so far.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "runtime/bound_connection.hpp"
#include "tenancy/directory.hpp"

namespace fairlead::runtime {

/// The directory is immutable; bindings are added as calls need them. Any thread.
class RoutingTable {
 public:
  explicit RoutingTable(std::shared_ptr<const tenancy::Directory> directory);

  [[nodiscard]] const tenancy::Directory& directory() const { return *directory_; }
  [[nodiscard]] const std::shared_ptr<const tenancy::Directory>& shared_directory() const {
    return directory_;
  }

  /// Null until one is added. `connection` is one of this directory's. Good as long as this table is; no
  /// lock.
  [[nodiscard]] BoundConnection* find(const tenancy::Connection& connection) const;

  /// Keeps `bound` unless another thread was first; returns the one that is kept. Null when the table is
  /// retired.
  BoundConnection* add(const tenancy::Connection& connection, std::shared_ptr<BoundConnection> bound);

  /// Every binding made so far.
  [[nodiscard]] std::vector<std::shared_ptr<BoundConnection>> bound() const;

  /// Takes no more bindings, and returns those it has. It keeps them for the calls that still use this table.
  std::vector<std::shared_ptr<BoundConnection>> retire();

  /// Retires it and lets go of its bindings. No call may be using it.
  void clear();

 private:
  [[nodiscard]] std::size_t index_of(const tenancy::Connection& connection) const;

  std::shared_ptr<const tenancy::Directory> directory_;
  // By position in directory().connections(). Release/acquire: whoever sees the pointer sees what it points
  // to.
  std::vector<std::atomic<BoundConnection*>> warm_;
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<BoundConnection>> owners_;  // Guarded by mutex_.
  bool is_retired_ = false;                               // Guarded by mutex_.
};

}  // namespace fairlead::runtime
