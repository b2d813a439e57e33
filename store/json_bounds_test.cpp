#include "store/json_bounds.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace firstchair::store {
namespace {

constexpr JsonBounds kSmall{.depth = 3, .values = 10};

TEST(JsonBounds, CountsWhatIsInOneAnother) {
  EXPECT_TRUE(within("[[[1]]]", kSmall));
  EXPECT_FALSE(within("[[[[1]]]]", kSmall));
  EXPECT_FALSE(within(R"({"a":{"b":{"c":{}}}})", kSmall));
  EXPECT_TRUE(within("[[],[],[[]]]", kSmall));
}

TEST(JsonBounds, CountsValues) {
  EXPECT_TRUE(within("[1,2,3,4,5,6,7,8,9]", kSmall));
  EXPECT_FALSE(within("[1,2,3,4,5,6,7,8,9,10]", kSmall));
  EXPECT_FALSE(within("[[],[],[],[],[],[],[]]", kSmall)) << "8 arrays and what may be in them";
}

TEST(JsonBounds, IsNotMisledByWhatStandsInQuotes) {
  EXPECT_TRUE(within(R"(["[[[[[[[[", ",,,,,,,,,,,,", "\"[[[[[[", "\\"])", kSmall));
  EXPECT_FALSE(within(R"(["\\",[[[1]]]])", kSmall));
  EXPECT_FALSE(within(R"(["a\"",[[[1]]]])", kSmall));
}

TEST(JsonBounds, EndsWithTextsThatAreNoJson) {
  for (const char* text : {"", "\"", "\\", "\"\\", "]]]]]]]]", "}{", "hello"})
    EXPECT_TRUE(within(text, kSmall)) << text;
  EXPECT_FALSE(within(std::string(8 << 20, '['), {}));
  EXPECT_FALSE(within("[" + std::string(8 << 20, ','), {}));
}

// Law: a parser finds no more than was counted.
TEST(JsonBounds, AParserFindsNoMore) {
  const std::string text = R"({"a":[1,2,{"b":[],"c":null}],"d":"x,y,[","e":{}})";
  std::size_t deepest = 0, values = 0, depth = 0;
  const nlohmann::json all =
      nlohmann::json::parse(text, [&](int, nlohmann::json::parse_event_t event, const nlohmann::json&) {
        using Event = nlohmann::json::parse_event_t;
        if (event == Event::object_start || event == Event::array_start) deepest = std::max(deepest, ++depth);
        if (event == Event::object_end || event == Event::array_end) --depth;
        if (event == Event::object_end || event == Event::array_end || event == Event::value) ++values;
        return true;
      });
  EXPECT_EQ(all.size(), 3U);
  EXPECT_EQ(deepest, 4U);
  EXPECT_TRUE(within(text, {.depth = deepest, .values = 100}));
  EXPECT_FALSE(within(text, {.depth = deepest - 1, .values = 100}));
  EXPECT_FALSE(within(text, {.depth = 100, .values = values - 1}));
}

}  // namespace
}  // namespace firstchair::store
