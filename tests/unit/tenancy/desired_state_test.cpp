// Reading the declarative part of fairlead.yaml: what it means, and everything wrong with it at once.
#include "tenancy/desired_state.hpp"

#include "json/parse.hpp"
#include "json/yaml.hpp"
#include "tenancy/config_schema.hpp"
#include "unit/tenancy/tenancy_support.hpp"

namespace fairlead::tenancy {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Result<DesiredState> read(std::string_view yaml, const DesiredStateOptions& options = {}) {
  FAIRLEAD_TRY(const auto document, json::parse_yaml(yaml));
  return read_desired_state(document, options);
}

DesiredState state_of(std::string_view yaml) {
  auto state = read(yaml);
  EXPECT_TRUE(state) << state.error().message;
  return state ? *std::move(state) : DesiredState{};
}

std::string problems_of(std::string_view yaml, const DesiredStateOptions& options = {}) {
  const auto state = read(yaml, options);
  EXPECT_FALSE(state);
  if (state) return {};
  EXPECT_EQ(state.error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(state.error().reason, "bad_config_file");
  return state.error().message;
}

TEST(ConfigSchemaTest, IsASchema) {
  const auto document = json::parse(config_schema_text());
  ASSERT_TRUE(document) << document.error().message;
  const auto schema = json::Schema::compile(*document);
  EXPECT_TRUE(schema) << schema.error().message;
}

TEST(DesiredStateTest, AVersionAloneDesiresNothing) {
  const DesiredState state = state_of("version: 1");
  EXPECT_THAT(state.tenants, IsEmpty());
  EXPECT_THAT(state.connections, IsEmpty());
}

TEST(DesiredStateTest, ReadsEveryPart) {
  const DesiredState state = state_of(R"(
version: 1
global:
  connections:
    postgres: {config: {host: g}, access: read_write, tenants: [globex, acme], prefix: g_}
tenants:
  globex: {}
  acme:
    title: Acme Corp.
    connections:
      db: {provider: postgres, config: {host: a, password: "${env:P}"}}
    users:
      Ann@Acme.example: {connections: {mail: {provider: gmail}}}
)");
  ASSERT_EQ(state.tenants.size(), 2u);
  EXPECT_EQ(state.tenants[0].id, "acme");
  EXPECT_EQ(state.tenants[0].title, "Acme Corp.");
  EXPECT_EQ(state.tenants[0].managed_by, ManagedBy::File);
  ASSERT_EQ(state.connections.size(), 3u);
  const Connection& user = state.connections[0];
  EXPECT_EQ(user.key(), (ConnectionKey{Scope::User, "acme", "ann@acme.example", "mail"}));
  const Connection& own = state.connections[1];
  EXPECT_EQ(own.key(), (ConnectionKey{Scope::Tenant, "acme", "", "db"}));
  EXPECT_EQ(own.config.at("password").as_string(), "${env:P}");
  EXPECT_EQ(own.managed_by, ManagedBy::File);
  const Connection& global = state.connections[2];
  EXPECT_EQ(global.key(), (ConnectionKey{Scope::Global, "", "", "postgres"}));
  EXPECT_EQ(global.access, Access::ReadWrite);
  EXPECT_EQ(global.prefix, "g_");
  EXPECT_THAT(*global.tenants, ElementsAre("acme", "globex"));
}

TEST(DesiredStateTest, AConnectionIsReadOnlyAndCalledLikeItsProviderUnlessTold) {
  const DesiredState state = state_of("{version: 1, tenants: {acme: {connections: {postgres: {}}}}}");
  EXPECT_EQ(state.connections.at(0).provider, "postgres");
  EXPECT_EQ(state.connections.at(0).access, Access::ReadOnly);
  EXPECT_EQ(state.connections.at(0).prefix, std::nullopt);
}

TEST(DesiredStateTest, AllTenantsIsNoList) {
  const DesiredState state = state_of("{version: 1, global: {connections: {postgres: {tenants: all}}}}");
  EXPECT_FALSE(state.connections.at(0).tenants.has_value());
}

TEST(DesiredStateTest, AnEmptyListServesNobody) {
  const DesiredState state = state_of("{version: 1, global: {connections: {postgres: {tenants: []}}}}");
  ASSERT_TRUE(state.connections.at(0).tenants.has_value());
  EXPECT_THAT(*state.connections.at(0).tenants, IsEmpty());
}

TEST(DesiredStateTest, ATenantHasTheDefaultsAndNoOtherProvider) {
  const DesiredState state = state_of(R"(
version: 1
defaults: {enabled: [postgres, slack], fallback: {postgres: read_only}}
tenants:
  acme:
  globex: {enabled: [github], fallback: {postgres: never}}
  initech: {enabled: {postgres: false, slack: true}}
)");
  const ProviderRule postgres{"postgres", true, Fallback::ReadOnly, ManagedBy::File};
  const ProviderRule slack{"slack", true, Fallback::Allow, ManagedBy::File};
  EXPECT_THAT(state.new_tenant_rules, ElementsAre(postgres, slack));
  EXPECT_THAT(state.tenants[0].rules, ElementsAre(postgres, slack));
  EXPECT_THAT(state.tenants[1].rules,
              ElementsAre(ProviderRule{"github", true, Fallback::Allow, ManagedBy::File},
                          ProviderRule{"postgres", false, Fallback::Never, ManagedBy::File}));
  EXPECT_FALSE(state.tenants[2].is_enabled("postgres"));
  EXPECT_EQ(state.tenants[2].fallback_for("postgres"), Fallback::ReadOnly);
  EXPECT_TRUE(state.tenants[2].is_enabled("slack"));
}

TEST(DesiredStateTest, TheRuntimesKeysAreIgnoredWhenNamed) {
  constexpr std::string_view kOthers[] = {"secrets_dir"};
  EXPECT_TRUE(read("{version: 1, secrets_dir: /run/secrets}", {.other_keys = kOthers, .check_config = {}}));
  EXPECT_THAT(
      problems_of("{version: 1, secret_dir: /run/secrets}", {.other_keys = kOthers, .check_config = {}}),
      HasSubstr("secret_dir: there is no such setting"));
}

TEST(DesiredStateTest, TellsAllProblemsOfShapeWithTheirPaths) {
  EXPECT_THAT(problems_of(R"(
version: 1
tenants:
  acme:
    enabled: {postgres: yes}
    connections: {postgres: {access: write, colour: red}}
global: {connections: {slack: {}}}
bogus: 1
)"),
              AllOf(HasSubstr("\n  tenants.acme.enabled.postgres: "),
                    HasSubstr("\n  tenants.acme.connections.postgres.access: "),
                    HasSubstr("tenants.acme.connections.postgres"), HasSubstr("colour"),
                    HasSubstr("global.connections.slack"), HasSubstr("tenants"), HasSubstr("\n  bogus: ")));
}

TEST(DesiredStateTest, TellsAllProblemsOfMeaningWithTheirPaths) {
  EXPECT_THAT(problems_of(R"(
version: 1
defaults: {enabled: [Bad]}
tenants:
  Acme: {}
  globex:
    fallback: {"Bad Provider": never}
    connections: {a-name-of-twenty-1-bytes: {provider: postgres}}
    users: {Ann: {}, ann: {}, "no spaces": {}}
global: {connections: {postgres: {tenants: ["../x"]}}}
)"),
              AllOf(HasSubstr("\n  defaults.enabled: "), HasSubstr("\n  tenants.Acme: "),
                    HasSubstr("\n  tenants.globex.fallback: "),
                    HasSubstr("\n  tenants.globex.connections.a-name-of-twenty-1-bytes: "),
                    HasSubstr("\n  tenants.globex.users.ann: "),
                    HasSubstr("\n  tenants.globex.users.\"no spaces\": "),
                    HasSubstr("\n  global.connections.postgres: ")));
}

TEST(DesiredStateTest, TellsProblemsToProgramsToo) {
  const auto state = read("{version: 1, tenants: {Acme: {}, Globex: {}}}");
  ASSERT_FALSE(state);
  const auto detail = json::parse(state.error().detail_json);
  ASSERT_TRUE(detail);
  const auto& problems = detail->at("problems").as_array();
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[1].at("path").as_string(), "tenants.Globex");
}

class BadDocumentTest : public testing::TestWithParam<const char*> {};

TEST_P(BadDocumentTest, IsRefused) { problems_of(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Documents, BadDocumentTest,
                         testing::Values("", "[]", "text", "{}", "version: 2", "version: '1'", "version: 0",
                                         "{version: 1, tenants: []}", "{version: 1, tenants: {acme: []}}",
                                         "{version: 1, tenants: {acme: {connections: {db: postgres}}}}",
                                         "{version: 1, tenants: {acme: {connections: {db: {tenants: all}}}}}",
                                         "{version: 1, tenants: {acme: {title: 7}}}",
                                         "{version: 1, tenants: {'..': {}}}",
                                         "{version: 1, tenants: {acme: {fallback: {postgres: sometimes}}}}",
                                         "{version: 1, tenants: {acme: {enabled: [postgres, postgres]}}}",
                                         "{version: 1, tenants: {acme: {enabled: postgres}}}",
                                         "{version: 1, tenants: {acme: {users: {ann: {config: {}}}}}}",
                                         "{version: 1, global: {connections: {db: {tenants: some}}}}",
                                         "{version: 1, global: {tenants: {}}}",
                                         "{version: 1, defaults: {access: read_only}}"));

TEST(DesiredStateTest, NeverRepeatsWhatStandsInPlaceOfAConfig) {
  EXPECT_THAT(problems_of("{version: 1, tenants: {acme: {connections: {db: {config: canary}}}}}"),
              AllOf(HasSubstr("tenants.acme.connections.db.config"), Not(HasSubstr("canary"))));
}

TEST(DesiredStateTest, AsksTheProviderAboutEachConfigAndTellsWhereItIsWrong) {
  std::vector<std::string> asked;
  const auto check = [&](std::string_view provider,
                         const boost::json::object& config) -> std::vector<json::FieldError> {
    asked.emplace_back(provider);
    if (config.contains("host")) return {};
    return {{"", "host: is required"}, {"/ssl~1tls/mode", "is odd"}};
  };
  EXPECT_THAT(problems_of(R"(
version: 1
global: {connections: {good: {provider: mysql, config: {host: h}, tenants: all}}}
tenants: {acme: {connections: {postgres: {}}}}
)",
                          {.other_keys = {}, .check_config = check}),
              AllOf(HasSubstr("\n  tenants.acme.connections.postgres.config: host: is required"),
                    HasSubstr("\n  tenants.acme.connections.postgres.config.\"ssl/tls\".mode: is odd"),
                    Not(HasSubstr("good"))));
  EXPECT_THAT(asked, ElementsAre("mysql", "postgres"));
}

TEST(DesiredStateTest, ReadsTenThousandTenants) {
  boost::json::object tenants;
  for (int i = 0; i < 10'000; ++i) {
    tenants["tenant-" + std::to_string(i)] = {{"connections", {{"postgres", {{"config", {{"host", "h"}}}}}}}};
  }
  const auto state = read_desired_state(boost::json::object{{"version", 1}, {"tenants", std::move(tenants)}});
  ASSERT_TRUE(state) << state.error().message.substr(0, 500);
  EXPECT_EQ(state->connections.size(), 10'000u);
}

}  // namespace
}  // namespace fairlead::tenancy
