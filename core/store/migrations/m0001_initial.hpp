// Migration 1: tenants, what each may use, connections, counters.
//
// Portable to PostgreSQL: no rowid aliases, no AUTOINCREMENT, no type that only one of them knows. Times are
// milliseconds since the epoch. No secret is stored: config holds references.
#pragma once

#include "store/migration.hpp"

namespace fairlead::store {

inline constexpr std::string_view kInitialUp[] = {
    R"sql(CREATE TABLE tenants (
  id         TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
  title      TEXT NOT NULL,
  managed_by TEXT NOT NULL CHECK (managed_by IN ('command', 'file')),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
))sql",
    R"sql(CREATE TABLE provider_rules (
  tenant_id  TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  provider   TEXT NOT NULL CHECK (length(provider) BETWEEN 1 AND 20),
  enabled    INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  fallback   TEXT NOT NULL CHECK (fallback IN ('allow', 'read_only', 'never')),
  managed_by TEXT NOT NULL CHECK (managed_by IN ('command', 'file')),
  PRIMARY KEY (tenant_id, provider)
))sql",
    R"sql(CREATE TABLE connections (
  id                 BIGINT PRIMARY KEY,
  scope              TEXT NOT NULL CHECK (scope IN ('user', 'tenant', 'global')),
  tenant_id          TEXT REFERENCES tenants (id) ON DELETE CASCADE,
  user_id            TEXT CHECK (length(user_id) BETWEEN 1 AND 128),
  name               TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 20),
  provider           TEXT NOT NULL CHECK (length(provider) BETWEEN 1 AND 20),
  config             TEXT NOT NULL,
  access             TEXT NOT NULL CHECK (access IN ('read_only', 'read_write')),
  serves             TEXT NOT NULL CHECK (serves IN ('all', 'listed')),
  prefix             TEXT,
  managed_by         TEXT NOT NULL CHECK (managed_by IN ('command', 'file')),
  credential_version BIGINT NOT NULL CHECK (credential_version >= 1),
  created_at         BIGINT NOT NULL,
  updated_at         BIGINT NOT NULL,
  last_used_at       BIGINT,
  CHECK ((scope = 'global' AND tenant_id IS NULL AND user_id IS NULL)
      OR (scope = 'tenant' AND tenant_id IS NOT NULL AND user_id IS NULL AND serves = 'all')
      OR (scope = 'user' AND tenant_id IS NOT NULL AND user_id IS NOT NULL AND serves = 'all'))
))sql",
    // One index per scope: NULLs are distinct in a unique index over all three columns.
    "CREATE UNIQUE INDEX connections_global ON connections (name) WHERE scope = 'global'",
    "CREATE UNIQUE INDEX connections_tenant ON connections (tenant_id, name) WHERE scope = 'tenant'",
    "CREATE UNIQUE INDEX connections_user ON connections (tenant_id, user_id, name) WHERE scope = 'user'",
    // `serves` stands apart from this list: a list that lost its last tenant serves nobody, not everybody.
    R"sql(CREATE TABLE connection_tenants (
  connection_id BIGINT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  tenant_id     TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  PRIMARY KEY (connection_id, tenant_id)
))sql",
    "CREATE INDEX connection_tenants_tenant ON connection_tenants (tenant_id)",
    "CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
    "INSERT INTO counters (name, value) VALUES ('changes', 0), ('connection_id', 0)",
};

inline constexpr std::string_view kInitialDown[] = {
    "DROP TABLE counters",    "DROP TABLE connection_tenants",
    "DROP TABLE connections", "DROP TABLE provider_rules",
    "DROP TABLE tenants",
};

inline constexpr Migration kInitial{1, "initial", kInitialUp, kInitialDown};

}  // namespace fairlead::store
