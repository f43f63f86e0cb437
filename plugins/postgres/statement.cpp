// The allow-list of statements. Order of the questions: is it one statement that parses, does it call a
// refused function, is its kind allowed, and what may it do.
#include "statement.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "parse_tree.hpp"
#include "refused_functions.hpp"

namespace fairlead::postgres {
namespace {

using boost::json::object;
using boost::json::value;

[[noreturn]] void refuse(std::string_view reason, std::string message) {
  object structured;
  structured["reason"] = reason;
  throw ToolError(std::move(message), std::move(structured));
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::string_view text_at(const object& node, std::string_view key) {
  const value* found = node.if_contains(key);
  return found != nullptr && found->is_string() ? std::string_view(found->get_string()) : std::string_view();
}

const object* object_at(const object& node, std::string_view key) {
  const value* found = node.if_contains(key);
  return found == nullptr ? nullptr : found->if_object();
}

// A node of a known kind stands as {"SelectStmt": {...}}.
struct Node {
  std::string_view kind;
  const object* fields;
};

Node node_of(const value* wrapped) {
  const object* wrapper = wrapped == nullptr ? nullptr : wrapped->if_object();
  if (wrapper == nullptr || wrapper->size() != 1 || !wrapper->begin()->value().is_object())
    return {{}, nullptr};
  return {wrapper->begin()->key(), &wrapper->begin()->value().get_object()};
}

// ---- What stands anywhere in the tree ----------------------------------------------------------------

struct Facts {
  bool modifies = false;  // INSERT, UPDATE, DELETE, MERGE, SELECT INTO
  bool locks = false;     // FOR UPDATE, FOR SHARE, ...
  bool is_temporary = false;
  bool writes_settings = false;  // UPDATE pg_settings is SET by another name
  bool is_prepared = false;      // EXECUTE inside EXPLAIN or CREATE TABLE AS
  std::string refused_function;
};

void note_function(const object& call, Facts& facts) {
  const value* name = call.if_contains("funcname");
  if (name == nullptr || !name->is_array() || name->get_array().empty()) return;
  const Node last = node_of(&name->get_array().back());
  if (last.fields == nullptr) return;
  const auto text = text_at(*last.fields, "sval");
  if (facts.refused_function.empty() && is_refused_function(text)) facts.refused_function = text;
}

void note_member(std::string_view key, const value& member, Facts& facts) {
  if (is_one_of(key, {"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "intoClause"}))
    facts.modifies = true;
  if (key == "LockingClause") facts.locks = true;
  if (key == "ExecuteStmt") facts.is_prepared = true;
  if (key == "relpersistence" && member.is_string() && member.get_string() == "t") facts.is_temporary = true;
  if (key == "FuncCall" && member.is_object()) note_function(member.get_object(), facts);
  if (key == "UpdateStmt" && member.is_object()) {
    const object* relation = object_at(member.get_object(), "relation");
    if (relation != nullptr && text_at(*relation, "relname") == "pg_settings") facts.writes_settings = true;
  }
}

// Without recursion: the depth of the tree is the caller's to choose, up to the parser's limit.
Facts facts_of(const value& root) {
  Facts facts;
  std::vector<const value*> open{&root};
  while (!open.empty()) {
    const value* next = open.back();
    open.pop_back();
    if (const auto* array = next->if_array()) {
      for (const value& element : *array) open.push_back(&element);
    } else if (const auto* members = next->if_object()) {
      for (const auto& member : *members) {
        note_member(member.key(), member.value(), facts);
        open.push_back(&member.value());
      }
    }
  }
  return facts;
}

// ---- Kinds -----------------------------------------------------------------------------------------------

bool is_data_object(std::string_view object_type) {
  return is_one_of(object_type, {"OBJECT_TABLE", "OBJECT_INDEX", "OBJECT_VIEW", "OBJECT_MATVIEW",
                                 "OBJECT_SEQUENCE", "OBJECT_SCHEMA", "OBJECT_TYPE", "OBJECT_COLUMN",
                                 "OBJECT_DOMAIN", "OBJECT_TABCONSTRAINT", "OBJECT_ATTRIBUTE"});
}

bool is_allowed_alteration(std::string_view subtype) {
  return is_one_of(subtype,
                   {"AT_AddColumn",      "AT_DropColumn",         "AT_ColumnDefault",   "AT_AlterColumnType",
                    "AT_SetNotNull",     "AT_DropNotNull",        "AT_DropExpression",  "AT_AddConstraint",
                    "AT_DropConstraint", "AT_ValidateConstraint", "AT_AlterConstraint", "AT_AddIdentity",
                    "AT_SetIdentity",    "AT_DropIdentity",       "AT_AddIndex",        "AT_SetStatistics",
                    "AT_SetStorage",     "AT_SetCompression",     "AT_AttachPartition", "AT_DetachPartition",
                    "AT_SetRelOptions",  "AT_ResetRelOptions"});
}

// ALTER TABLE does many things; ownership, row security, triggers and rules are not for a tool.
bool has_allowed_alterations(const object& alter) {
  const value* commands = alter.if_contains("cmds");
  if (commands == nullptr || !commands->is_array()) return false;
  return std::all_of(commands->get_array().begin(), commands->get_array().end(), [](const value& command) {
    const Node node = node_of(&command);
    return node.fields != nullptr && is_allowed_alteration(text_at(*node.fields, "subtype"));
  });
}

bool is_allowed_write(const Node& node) {
  const std::string_view kind = node.kind;
  if (is_one_of(kind, {"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "SelectStmt", "CreateStmt",
                       "CreateTableAsStmt", "IndexStmt", "TruncateStmt", "ViewStmt", "CreateSeqStmt",
                       "AlterSeqStmt", "CreateEnumStmt", "AlterEnumStmt", "CompositeTypeStmt",
                       "RefreshMatViewStmt"})) {
    return true;
  }
  if (kind == "AlterTableStmt") return has_allowed_alterations(*node.fields);
  if (kind == "DropStmt") return is_data_object(text_at(*node.fields, "removeType"));
  if (kind == "RenameStmt") return is_data_object(text_at(*node.fields, "renameType"));
  if (kind == "CommentStmt") return is_data_object(text_at(*node.fields, "objtype"));
  // CREATE SCHEMA with statements inside it would need each of them judged.
  return kind == "CreateSchemaStmt" && node.fields->if_contains("schemaElts") == nullptr;
}

// Absent argument means on; "false", "off", "0" turn the option off, as in the server's defGetBoolean.
bool is_option_on(const object& option) {
  const Node argument = node_of(option.if_contains("arg"));
  if (argument.fields == nullptr) return true;
  if (const value* number = argument.fields->if_contains("ival"))
    return !number->is_int64() || number->get_int64() != 0;
  if (argument.kind == "Integer") return false;  // A zero is left out of the tree.
  const auto text = text_at(*argument.fields, "sval");
  return text != "false" && text != "off";
}

bool runs_the_statement(const object& explain) {
  const value* options = explain.if_contains("options");
  if (options == nullptr || !options->is_array()) return false;
  const auto& list = options->get_array();
  return std::any_of(list.begin(), list.end(), [](const value& option) {
    const Node node = node_of(&option);
    return node.fields != nullptr && text_at(*node.fields, "defname") == "analyze" &&
           is_option_on(*node.fields);
  });
}

// "AlterSystemStmt" -> "AlterSystem".
std::string_view spoken(std::string_view kind) {
  return kind.ends_with("Stmt") ? kind.substr(0, kind.size() - 4) : kind;
}

[[noreturn]] void refuse_kind(std::string_view kind) {
  if (kind == "TransactionStmt") {
    refuse("refused_statement",
           "each call is one transaction of its own: leave out BEGIN, COMMIT, ROLLBACK, SAVEPOINT");
  }
  if (is_one_of(kind, {"VariableSetStmt", "DiscardStmt"})) {
    refuse("refused_statement", "session settings cannot be changed: leave out SET, RESET and DISCARD");
  }
  if (kind == "CopyStmt")
    refuse("refused_statement", "COPY is not offered: read with SELECT, write with INSERT");
  if (is_one_of(kind, {"PrepareStmt", "ExecuteStmt", "DeallocateStmt"})) {
    refuse("refused_statement",
           "send the statement itself, with $1, $2, ... and params, instead of PREPARE and EXECUTE");
  }
  if (is_one_of(kind, {"DeclareCursorStmt", "FetchStmt", "ClosePortalStmt"})) {
    refuse("refused_statement",
           "send the query itself instead of a cursor; read on with LIMIT and a key condition");
  }
  refuse("refused_statement",
         "this form of " + std::string(spoken(kind)) +
             " is refused; allowed are queries, INSERT, UPDATE, DELETE, MERGE and the definition "
             "of tables, indexes, views, sequences, schemas and types");
}

Statement judge_explain(const object& explain, const Facts& facts) {
  const Node inner = node_of(explain.if_contains("query"));
  if (!is_one_of(inner.kind, {"SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"})) {
    refuse("refused_statement", "EXPLAIN works here for SELECT, INSERT, UPDATE, DELETE and MERGE");
  }
  const bool is_read =
      inner.kind == "SelectStmt" && !facts.modifies && !facts.locks && !runs_the_statement(explain);
  return {is_read ? Effect::Read : Effect::Write, false};
}

Statement judge(const Node& node, const Facts& facts) {
  if (node.fields == nullptr) refuse("refused_statement", "the statement could not be understood");
  if (!facts.refused_function.empty()) {
    refuse("refused_function",
           "the function " + facts.refused_function +
               " is refused: it reaches beyond the data of this connection or outlives the call");
  }
  if (facts.is_prepared || facts.writes_settings)
    refuse_kind(facts.is_prepared ? "ExecuteStmt" : "VariableSetStmt");
  if (node.kind == "ExplainStmt") return judge_explain(*node.fields, facts);
  if (node.kind == "VariableShowStmt") return {Effect::Read, false};
  if (node.kind == "SelectStmt" && !facts.modifies && !facts.locks) return {Effect::Read, true};
  if (!is_allowed_write(node)) refuse_kind(node.kind);
  if (facts.is_temporary) {
    refuse("refused_statement",
           "a temporary table would be gone when this call ends: use WITH, or an ordinary table");
  }
  return {Effect::Write, false};
}

}  // namespace

Statement classify(std::string_view sql) {
  if (sql.size() > kSqlBytesMax) {
    refuse("too_long", "the statement is longer than " + std::to_string(kSqlBytesMax / 1024) +
                           " KiB: send values as params, in several calls");
  }
  if (sql.find('\0') != std::string_view::npos) {
    refuse("syntax_error", "the statement holds a NUL character, which PostgreSQL cannot store: remove it");
  }
  std::array<unsigned char, 16 * 1024> buffer;
  boost::json::monotonic_resource memory(buffer.data(), buffer.size());
  const ParseTree tree = parse_sql(std::string(sql), kSqlDepthMax, &memory);
  if (tree.is_too_deep)
    refuse("too_deep", "the statement is nested too deep: split it, or join lists with IN or ANY");
  if (tree.error) {
    std::string where =
        tree.error->position > 0 ? " (at character " + std::to_string(tree.error->position) + ")" : "";
    refuse("syntax_error", tree.error->message + where + ": correct the SQL; this is PostgreSQL's grammar");
  }
  const auto& statements = tree.root.at("stmts").as_array();
  if (statements.empty()) refuse("empty_statement", "there is no statement: write one in `sql`");
  if (statements.size() > 1) refuse("several_statements", "send one statement per call, not several");
  return judge(node_of(statements.front().as_object().if_contains("stmt")), facts_of(tree.root));
}

}  // namespace fairlead::postgres
