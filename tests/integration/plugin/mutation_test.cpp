// Thousands of damaged copies of valid plugins, loaded as the host loads: the process survives each, and each
// is either usable or refused for a reason. What passes the scanner is mapped into this program's own
// children, in batches, so that a crash is counted and its mutant named.
//
// FAIRLEAD_MUTATION_SEED and FAIRLEAD_MUTATIONS choose others; a mutant is made from (seed, number) alone.
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "loading_fixture.hpp"
#include "plugin/sanitizer.hpp"
#include "plugin/status.hpp"

namespace fairlead::plugin::test {
namespace {

constexpr std::uint64_t kSeed = 20261120;
constexpr std::size_t kMutants = kHasSanitizer ? 300 : 3000;
constexpr std::size_t kBatchSize = 50;
constexpr std::size_t kBatchesAtOnce = 2;
constexpr unsigned kBatchSecondsMax = 150;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t limit) {
  return limit == 0 ? 0 : static_cast<std::size_t>(random() % limit);
}

void flip_bits(std::string& bytes, Random& random, std::size_t begin, std::size_t end) {
  for (std::size_t i = 0, count = 1 + below(random, 4); i < count; ++i) {
    const std::size_t at = begin + below(random, end - begin);
    bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << below(random, 8)));
  }
}

// A field of a table, replaced by what programmers forget: nothing, all ones, one more, half of the range.
void replace_word(std::string& bytes, Random& random, std::size_t begin, std::size_t end) {
  const std::size_t at = begin + below(random, (end - begin) / 4) * 4;
  if (at + 8 > bytes.size()) return;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data() + at, sizeof word);
  const std::uint64_t values[] = {0,          ~std::uint64_t{0},       word + 1,     word - 1,
                                  word << 1U, std::uint64_t{1} << 63U, bytes.size(), random()};
  word = values[below(random, std::size(values))];
  std::memcpy(bytes.data() + at, &word, sizeof word);
}

void overwrite(std::string& bytes, Random& random) {
  const std::size_t at = below(random, bytes.size());
  const std::size_t size = std::min(bytes.size() - at, 1 + below(random, 512));
  for (std::size_t i = 0; i < size; ++i) bytes[at + i] = static_cast<char>(random());
}

void splice(std::string& bytes, Random& random) {
  const std::size_t from = below(random, bytes.size());
  const std::size_t to = below(random, bytes.size());
  const std::string block = bytes.substr(from, 1 + below(random, 2048));
  if (below(random, 2) == 0) {
    bytes.insert(to, block);
  } else {
    bytes.replace(to, block.size(), block);
  }
}

std::string mutate(const std::string& original, Random& random) {
  fairlead::test::PluginBytes whole(original);
  const auto dynamic = whole.get<Elf64_Phdr>(whole.segment(PT_DYNAMIC));
  const auto header = whole.get<Elf64_Ehdr>(0);
  const std::size_t headers_end = header.e_phoff + header.e_phnum * sizeof(Elf64_Phdr);
  const auto first_load = whole.get<Elf64_Phdr>(whole.segment(PT_LOAD));
  std::string bytes = original;
  for (std::size_t i = 0, count = 1 + below(random, 3); i < count; ++i) {
    switch (below(random, 9)) {
      case 0: flip_bits(bytes, random, 0, bytes.size()); break;
      case 1: flip_bits(bytes, random, 0, std::min(headers_end, bytes.size())); break;
      case 2: replace_word(bytes, random, 0, headers_end); break;
      case 3: replace_word(bytes, random, dynamic.p_offset, dynamic.p_offset + dynamic.p_filesz); break;
      // Symbols, strings, hashes, versions, relocations.
      case 4: replace_word(bytes, random, headers_end, first_load.p_filesz); break;
      case 5: flip_bits(bytes, random, 0, std::min<std::size_t>(first_load.p_filesz, bytes.size())); break;
      case 6: overwrite(bytes, random); break;
      case 7: splice(bytes, random); break;
      default: bytes.resize(below(random, bytes.size()) + 1); break;
    }
    if (bytes.size() < original.size()) break;  // The offsets above no longer hold.
  }
  return bytes;
}

class MutationTest : public LoadingFixture {
 protected:
  void SetUp() override {
    LoadingFixture::SetUp();
    options_.store.clear();
    options_.scanner.timeout = std::chrono::seconds(kHasSanitizer ? 5 : 1);
    originals_ = {read_bytes(test_plugin("sample")), read_bytes(test_plugin("sample")),
                  read_bytes(FAIRLEAD_TEST_BUILD_DIR "/lib/examples/hello.so")};
  }

  std::string mutant(std::size_t number) const {
    Random random(seed_ + number);
    return mutate(originals_[number % originals_.size()], random);
  }

  [[nodiscard]] std::filesystem::path results_of(std::size_t batch) const {
    return folder_ / ("results_" + std::to_string(batch));
  }

  // In a child: what the host does with each mutant of the batch, one line each. A line without a verdict is
  // that of the mutant which ended the process.
  void run_batch(std::size_t batch) {
    std::ofstream results(results_of(batch));
    const std::filesystem::path path = folder_ / ("mutant_" + std::to_string(batch) + ".so");
    for (std::size_t i = batch * kBatchSize; i < std::min(mutants_, (batch + 1) * kBatchSize); ++i) {
      results << i << " " << std::flush;
      write_bytes(path, mutant(i));
      auto plugin = load(path);
      std::string verdict = plugin ? "loaded" : plugin.error().reason;
      if (plugin && !is_usable(**plugin)) verdict = "loaded, fails in bind";
      if (plugin) plugin->reset();
      results << verdict << std::endl;
    }
  }

  // In a process of its own: damaged code that loads may still crash when it is called, and that is the risk
  // of all code in this process.
  bool is_usable(Plugin& plugin) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::alarm(5);
      const fairlead_provider_api& api = plugin.providers().at(0)->api();
      fairlead_binding_info info{};
      info.struct_size = sizeof info;
      fairlead_errout error;
      fairlead_binding* binding = nullptr;
      if (api.bind(plugin.handle(), &info, &binding, &error) == FAIRLEAD_OK) api.unbind(binding);
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

  void start_batch(std::size_t batch) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::alarm(kBatchSecondsMax);
      run_batch(batch);
      ::_exit(0);
    }
    running_[child] = batch;
  }

  void await_batch() {
    int status = 0;
    const pid_t child = ::waitpid(-1, &status, 0);
    ASSERT_TRUE(running_.contains(child));
    const std::size_t batch = running_[child];
    running_.erase(child);
    std::ifstream results(results_of(batch));
    std::size_t number = 0;
    std::string verdict;
    while (results >> number) {
      results.get();
      std::getline(results, verdict);
      if (verdict.empty()) {
        ADD_FAILURE() << "mutant " << number << " of seed " << seed_
                      << " ended the process or has no reason (status " << status << ")";
      }
      ++verdicts_[verdict];
      ++done_;
    }
  }

  std::vector<std::string> originals_;
  std::uint64_t seed_ = number_from("FAIRLEAD_MUTATION_SEED", kSeed);
  std::size_t mutants_ = number_from("FAIRLEAD_MUTATIONS", kMutants);
  std::map<pid_t, std::size_t> running_;
  std::map<std::string, std::size_t> verdicts_;
  std::size_t done_ = 0;
};

TEST_F(MutationTest, SurvivesEveryDamagedFileAndNamesTheReason) {
  std::cout << "seed " << seed_ << ", " << mutants_ << " mutants\n";
  const std::size_t batches = (mutants_ + kBatchSize - 1) / kBatchSize;
  for (std::size_t batch = 0; batch < batches; ++batch) {
    if (running_.size() == kBatchesAtOnce) await_batch();
    start_batch(batch);
  }
  while (!running_.empty()) await_batch();
  for (const auto& [verdict, count] : verdicts_) std::cout << "  " << count << " " << verdict << "\n";
  EXPECT_EQ(done_, mutants_);
  EXPECT_GT(verdicts_["loaded"], 0U);
  EXPECT_GE(verdicts_.size(), 10U) << "the mutations do not reach the checks";
}

}  // namespace
}  // namespace fairlead::plugin::test
