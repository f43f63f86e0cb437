// References: their grammar, what they resolve to, and every way out of secrets_dir.
#include "store/secrets.hpp"

#include <sys/stat.h>

#include <fstream>
#include <map>
#include <type_traits>

#include "unit/store/store_support.hpp"

namespace fairlead::store {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(TemplateTest, ATextWithoutReferencesIsItself) {
  for (const char* text : {"plain", "cost: 5$", "$HOME", "a$b", "}", "$", "$$"}) {
    const auto pieces = parse_template(text);
    ASSERT_TRUE(pieces) << text;
    EXPECT_EQ(*pieces, Template{std::string(text)}) << text;
  }
}

TEST(TemplateTest, FindsReferencesInsideAText) {
  const auto pieces = parse_template("a${env:X_1}b${file:dir/f.txt}");
  ASSERT_TRUE(pieces);
  EXPECT_EQ(*pieces, (Template{"a", Reference{ReferenceKind::Env, "X_1"}, "b",
                               Reference{ReferenceKind::File, "dir/f.txt"}}));
}

TEST(TemplateTest, TwoDollarsEscapeAReference) {
  EXPECT_EQ(*parse_template("$${env:X}"), Template{"${env:X}"});
  EXPECT_EQ(*parse_template("$$${env:X}"), Template{"$${env:X}"});
}

TEST(TemplateTest, AnEmptyTextHasNoPieces) { EXPECT_TRUE(parse_template("")->empty()); }

class BadReferenceTest : public testing::TestWithParam<std::string> {};

TEST_P(BadReferenceTest, IsRefusedAndNotRepeated) {
  const auto pieces = parse_template("canary" + GetParam());
  ASSERT_FALSE(pieces);
  EXPECT_EQ(pieces.error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(pieces.error().reason, "bad_reference");
  EXPECT_THAT(pieces.error().message, Not(HasSubstr("canary")));
}

INSTANTIATE_TEST_SUITE_P(Texts, BadReferenceTest,
                         testing::Values("${", "${env:X", "${}", "${env:}", "${env:1X}", "${env:A B}",
                                         "${env:A-B}", "${ENV:X}", "${vault:x}", "${env:${env:X}}",
                                         "${file:}", "${file:/etc/passwd}", "${file:../x}",
                                         "${file:a/../../x}", "${file:..}", "${file:a/..}",
                                         std::string("${file:a\0b}", 11),
                                         "${env:" + std::string(252, 'X') + "}"));

TEST(TemplateTest, AReferenceMayHave255Bytes) {
  EXPECT_TRUE(parse_template("${env:" + std::string(251, 'X') + "}"));
}

TEST(TemplateTest, TwoDotsInsideAFileNameAreNoWayUp) { EXPECT_TRUE(parse_template("${file:..data/a..b}")); }

TEST(ReferenceTest, IsOneReferenceAndNothingElse) {
  EXPECT_EQ(*parse_reference("${env:X}"), (Reference{ReferenceKind::Env, "X"}));
  EXPECT_EQ(parse_reference("${file:a/b}")->text(), "${file:a/b}");
  for (const char* text : {"", "x", "${env:X}y", "${env:X}${env:Y}", "$${env:X}"})
    EXPECT_FALSE(parse_reference(text)) << text;
}

static_assert(!std::is_copy_constructible_v<SecretBuffer> && !std::is_copy_assignable_v<SecretBuffer>);

TEST(SecretBufferTest, MovingLeavesNothingBehind) {
  SecretBuffer from(std::string_view("s3cret"));
  const SecretBuffer to(std::move(from));
  EXPECT_EQ(to.view(), "s3cret");
  EXPECT_EQ(from.size(), 0u);  // NOLINT(bugprone-use-after-move): what is asked here.
}

TEST(SecretBufferTest, ShrinkingWipesTheRest) {
  SecretBuffer buffer(std::string_view("s3cret"));
  const char* bytes = buffer.data();
  buffer.shrink(2);
  EXPECT_EQ(buffer.view(), "s3");
  EXPECT_EQ(std::string(bytes + 2, 4), std::string(4, '\0'));
}

class SecretResolverTest : public testing::Test {
 protected:
  SecretResolver resolver() {
    return SecretResolver({.secrets_dir = folder / "secrets", .environment = [this](const char* name) {
                             const auto found = environment.find(name);
                             return found == environment.end() ? nullptr : found->second.c_str();
                           }});
  }
  void SetUp() override { std::filesystem::create_directory(folder / "secrets"); }

  void write(const std::string& name, const std::string& bytes) { std::ofstream(folder / name) << bytes; }

  std::string value_of(const std::string& text) {
    const auto value = resolver().resolve(text);
    EXPECT_TRUE(value) << value.error().message;
    return value ? std::string(value->view()) : std::string();
  }

  // Checks what every failure has in common and returns the message.
  std::string refusal_of(const std::string& text) {
    const auto value = resolver().resolve(text);
    EXPECT_FALSE(value);
    if (value) return {};
    EXPECT_EQ(value.error().code, ErrorCode::FailedPrecondition);
    EXPECT_EQ(value.error().reason, "secret_unresolved");
    EXPECT_THAT(value.error().message, HasSubstr(text));
    EXPECT_THAT(value.error().message, Not(HasSubstr("canary")));
    return value.error().message;
  }

  TemporaryFolder folder;
  std::map<std::string, std::string> environment;
};

TEST_F(SecretResolverTest, ReadsTheEnvironment) {
  environment["PGPASSWORD"] = "s3cret";
  EXPECT_EQ(value_of("${env:PGPASSWORD}"), "s3cret");
}

TEST_F(SecretResolverTest, JoinsReferencesAndText) {
  environment = {{"USER_", "ann"}, {"PASS", "p@ss"}};
  EXPECT_EQ(value_of("db://${env:USER_}:${env:PASS}@h/$${x}"), "db://ann:p@ss@h/${x}");
}

TEST_F(SecretResolverTest, NeverParsesAValueAgain) {
  environment = {{"A", "${env:B}"}, {"B", "deep"}};
  EXPECT_EQ(value_of("${env:A}"), "${env:B}");
}

TEST_F(SecretResolverTest, ReadsWhatTheEnvironmentHoldsNow) {
  environment["A"] = "old";
  const SecretResolver one = resolver();
  ASSERT_EQ(one.resolve("${env:A}")->view(), "old");
  environment["A"] = "new";
  EXPECT_EQ(one.resolve("${env:A}")->view(), "new");
}

TEST_F(SecretResolverTest, AnUnsetVariableIsUnresolved) {
  EXPECT_THAT(refusal_of("${env:GONE}"), HasSubstr("not set"));
}

TEST_F(SecretResolverTest, AnEmptyVariableIsUnresolved) {
  environment["VOID"] = "";
  EXPECT_THAT(refusal_of("${env:VOID}"), HasSubstr("empty"));
}

TEST_F(SecretResolverTest, AVariableMayHave64KiB) {
  environment["BIG"] = std::string(kSecretBytesMax, 'x');
  EXPECT_EQ(value_of("${env:BIG}").size(), kSecretBytesMax);
  environment["BIG"] += 'x';
  refusal_of("${env:BIG}");
}

TEST_F(SecretResolverTest, ReadsAFileWithoutItsLastNewline) {
  write("secrets/db", "s3cret\n");
  EXPECT_EQ(value_of("${file:db}"), "s3cret");
}

TEST_F(SecretResolverTest, TakesOneNewlineOnly) {
  write("secrets/db", "s3cret\n\n");
  EXPECT_EQ(value_of("${file:db}"), "s3cret\n");
}

TEST_F(SecretResolverTest, KeepsBytesThatAreNoText) {
  write("secrets/db", std::string("a\0b\xff", 4));
  EXPECT_EQ(value_of("${file:db}"), std::string("a\0b\xff", 4));
}

TEST_F(SecretResolverTest, AFileMayHave64KiBAndANewline) {
  write("secrets/big", std::string(kSecretBytesMax, 'x') + "\n");
  EXPECT_EQ(value_of("${file:big}").size(), kSecretBytesMax);
}

TEST_F(SecretResolverTest, ALargerFileIsRefused) {
  write("secrets/big", std::string(kSecretBytesMax + 1, 'x'));
  EXPECT_THAT(refusal_of("${file:big}"), HasSubstr("64 KiB"));
}

TEST_F(SecretResolverTest, AMuchLargerFileIsRefused) {
  write("secrets/big", std::string(3 * kSecretBytesMax, 'x'));
  refusal_of("${file:big}");
}

TEST_F(SecretResolverTest, AnEmptyFileIsRefused) {
  write("secrets/void", "\n");
  EXPECT_THAT(refusal_of("${file:void}"), HasSubstr("empty"));
}

TEST_F(SecretResolverTest, AMissingFileIsUnresolved) {
  EXPECT_THAT(refusal_of("${file:gone}"), HasSubstr("no such file"));
}

TEST_F(SecretResolverTest, FollowsALinkThatStaysInside) {
  std::filesystem::create_directory(folder / "secrets/v1");
  write("secrets/v1/db", "s3cret");
  std::filesystem::create_symlink("v1", folder / "secrets/..data");
  std::filesystem::create_symlink("..data/db", folder / "secrets/db");
  EXPECT_EQ(value_of("${file:db}"), "s3cret");
}

TEST_F(SecretResolverTest, RefusesALinkThatLeadsOut) {
  write("outside", "canary");
  std::filesystem::create_symlink("../outside", folder / "secrets/relative");
  std::filesystem::create_symlink(folder / "outside", folder / "secrets/absolute");
  EXPECT_THAT(refusal_of("${file:relative}"), HasSubstr("leads out"));
  EXPECT_THAT(refusal_of("${file:absolute}"), HasSubstr("leads out"));
}

TEST_F(SecretResolverTest, RefusesALinkedFolderThatLeadsOut) {
  write("outside", "canary");
  std::filesystem::create_directory_symlink(folder.path(), folder / "secrets/up");
  EXPECT_THAT(refusal_of("${file:up/outside}"), HasSubstr("leads out"));
}

TEST_F(SecretResolverTest, RefusesALinkToAnEndlessDevice) {
  std::filesystem::create_symlink("/dev/zero", folder / "secrets/zero");
  refusal_of("${file:zero}");
}

TEST_F(SecretResolverTest, RefusesAFifoWithoutWaitingForAWriter) {
  ASSERT_EQ(::mkfifo((folder / "secrets/fifo").c_str(), 0600), 0);
  EXPECT_THAT(refusal_of("${file:fifo}"), HasSubstr("no regular file"));
}

TEST_F(SecretResolverTest, RefusesAFolder) {
  std::filesystem::create_directory(folder / "secrets/sub");
  EXPECT_THAT(refusal_of("${file:sub}"), HasSubstr("no regular file"));
}

TEST_F(SecretResolverTest, RefusesALoopOfLinks) {
  std::filesystem::create_symlink("b", folder / "secrets/a");
  std::filesystem::create_symlink("a", folder / "secrets/b");
  refusal_of("${file:a}");
}

TEST_F(SecretResolverTest, NeedsAFolderForFiles) {
  const auto value = SecretResolver({}).resolve("${file:db}");
  ASSERT_FALSE(value);
  EXPECT_THAT(value.error().message, HasSubstr("secrets_dir is not set"));
}

TEST_F(SecretResolverTest, SaysWhenTheFolderIsGone) {
  std::filesystem::remove_all(folder / "secrets");
  EXPECT_THAT(refusal_of("${file:db}"), HasSubstr("cannot be opened: make it, or set secrets_dir"));
}

TEST_F(SecretResolverTest, AMalformedTextIsInvalid) {
  const auto value = resolver().resolve("${file:../x}");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace fairlead::store
