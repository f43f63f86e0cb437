// Values made up from a JSON Schema: what a check passes to a plugin when nobody said what to pass.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace fairlead::plugin::contract {

/// Which of the values that fit is made.
enum class Fill : std::uint8_t {
  Least,   ///< required members only; defaults, examples and first enumerators before invented values
  Every,   ///< optional members too
  Random,  ///< any, by the generator
};

/// Makes values for one schema document. Equal seeds make equal values. Not thread-safe.
class Sampler {
 public:
  /// `document` compiles as a json::Schema.
  explicit Sampler(boost::json::value document, std::uint64_t seed = 0)
      : document_(std::move(document)), random_(seed) {}

  /// Strings that nothing restricts become this text, and an object that allows any member gets it as one.
  void set_canary(std::string text) { canary_ = std::move(text); }

  /// The best that can be made; whether it fits, json::Schema::validate says. A `pattern` is met only where a
  /// default, an example or an enumerator does it.
  [[nodiscard]] boost::json::value make(Fill fill) { return value_of(document_, fill, 0); }

 private:
  [[nodiscard]] boost::json::value value_of(const boost::json::value& schema, Fill fill, int depth);
  [[nodiscard]] boost::json::value typed_value(const boost::json::object& schema, Fill fill, int depth);
  [[nodiscard]] boost::json::value object_of(const boost::json::object& schema, Fill fill, int depth);
  [[nodiscard]] boost::json::value array_of(const boost::json::object& schema, Fill fill, int depth);
  [[nodiscard]] boost::json::value string_of(const boost::json::object& schema, Fill fill);
  [[nodiscard]] boost::json::value integer_of(const boost::json::object& schema, Fill fill);
  [[nodiscard]] boost::json::value number_of(const boost::json::object& schema, Fill fill);
  [[nodiscard]] boost::json::object merged(const boost::json::object& schema, Fill fill, int depth);
  [[nodiscard]] std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : random_() % limit; }
  [[nodiscard]] std::size_t choose(std::size_t count, Fill fill) {
    return fill == Fill::Random ? below(count) : 0;
  }

  boost::json::value document_;
  std::mt19937_64 random_;
  std::string canary_;
};

struct SampleWish {
  Fill fill = Fill::Least;
  std::uint64_t seed = 0;
  std::string canary = {};
};

/// An object that fits `schema`. Where a random one does not, the least one is taken.
/// @error InvalidArgument  none could be made up ("no_sample"); the message says what does not fit
[[nodiscard]] Result<boost::json::object> make_sample(const boost::json::value& schema,
                                                      const SampleWish& wish);

}  // namespace fairlead::plugin::contract
