// The only file that calls libpg_query.
//
// Left-recursive rules (1+1+1+...) cost the grammar nothing but nest the tree once per operator, and writing
// the tree recurses: measured 84 bytes of stack per operator of two characters, so 200 kB of SQL overflow the
// usual 8 MiB. Short texts are safe on any thread; longer ones get a thread with a stack in proportion.
#include "parse_tree.hpp"

#include <pg_query.h>
#include <pthread.h>

#include <cstddef>
#include <memory>
#include <utility>

#include "fairlead/sdk/error.hpp"

namespace fairlead::postgres {
namespace {

constexpr std::size_t kInlineBytesMax = 4096;
constexpr std::size_t kStackBytesPerSqlByte = 512;  // twelve times what was measured
constexpr std::size_t kStackBytesBase = 1024 * 1024;

// The JSON of one nested node is two levels deep, for instance {"A_Expr": {"lexpr": {"A_Expr": ...}}}.
constexpr std::size_t kJsonLevelsPerNode = 4;

struct FreeParseResult {
  void operator()(PgQueryParseResult* result) const {
    ::pg_query_free_parse_result(*result);
    delete result;
  }
};
using ParseResult = std::unique_ptr<PgQueryParseResult, FreeParseResult>;

struct Job {
  const char* sql;
  PgQueryParseResult result;
};

extern "C" void* run_parse_job(void* pointer) {
  auto* job = static_cast<Job*>(pointer);
  job->result = ::pg_query_parse(job->sql);
  return nullptr;
}

PgQueryParseResult parse_on_large_stack(const std::string& sql) {
  Job job{sql.c_str(), {}};
  pthread_attr_t attributes;
  ::pthread_attr_init(&attributes);
  ::pthread_attr_setstacksize(&attributes, kStackBytesBase + sql.size() * kStackBytesPerSqlByte);
  pthread_t thread{};
  const int failure = ::pthread_create(&thread, &attributes, run_parse_job, &job);
  ::pthread_attr_destroy(&attributes);
  if (failure != 0)
    throw Error(FAIRLEAD_RESOURCE_EXHAUSTED, "no thread left to parse the statement", kRetryable);
  ::pthread_join(thread, nullptr);
  return job.result;
}

}  // namespace

ParseTree parse_sql(const std::string& sql, std::size_t depth_max, const boost::json::storage_ptr& storage) {
  const ParseResult result(new PgQueryParseResult(
      sql.size() <= kInlineBytesMax ? ::pg_query_parse(sql.c_str()) : parse_on_large_stack(sql)));
  ParseTree tree{{}, false, boost::json::value(storage)};
  if (result->error != nullptr) {
    // Bison gives up at a nesting of 10 000 with this text.
    const std::string_view message = result->error->message;
    tree.is_too_deep = message.starts_with("memory exhausted");
    tree.error = SyntaxError{std::string(message), result->error->cursorpos};
    return tree;
  }
  boost::json::parse_options options;
  options.max_depth = depth_max * kJsonLevelsPerNode;
  options.allow_invalid_utf8 = true;
  boost::json::error_code failure;
  tree.root = boost::json::parse(result->parse_tree, failure, storage, options);
  if (failure) tree.is_too_deep = true;
  return tree;
}

}  // namespace fairlead::postgres
