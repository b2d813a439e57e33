#include "store/record/record.h"

#include <gtest/gtest.h>

#include "store/record/bytes.h"

namespace firstchair::store {
namespace {

std::vector<RecordLine> some_lines() {
  return {{1000, "declared", {{"title", "Für zwei"}, {"n_of_players", 2}}},
          {1001, "take", {{"player", "A"}, {"strokes", "AAECAwQ="}}},
          {1002, "take", {{"player", "B"}, {"strokes", "BQYHCAk="}}},
          {1003, "seating", {{"order", {"A", "B"}}, {"best", ".8123"}}}};
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = text.find('\n', from);
    lines.push_back(text.substr(from, end - from + 1));
    from = end + 1;
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

// FIPS 180-4's examples, and lengths about a block's end.
TEST(RecordBytes, AHashIsThatOfTheStandard) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  EXPECT_EQ(sha256(std::string(55, 'a')), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
  EXPECT_EQ(sha256(std::string(64, 'a')), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

TEST(Record, ComesBackAsItWasWritten) {
  const std::string text = record_text(some_lines());
  const Result<std::vector<RecordLine>> read = read_record(text);
  ASSERT_TRUE(read) << read.error().line();
  ASSERT_EQ(read->size(), 4u);
  EXPECT_EQ((*read)[0].fields["title"], "Für zwei");
  EXPECT_EQ((*read)[3].t, 1003);
  EXPECT_EQ(record_text(*read), text);
  EXPECT_EQ(text.substr(0, 31), "{\"n\":0,\"n_of_players\":2,\"prev\":");
  EXPECT_EQ(head_of(text), sha256(split(text)[3].substr(0, split(text)[3].size() - 1)));
  EXPECT_NE(split(text)[4].find(head_of(text)), std::string::npos);
}

TEST(Record, EveryFlippedBitIsNoticedAndItsLineNamed) {
  const std::string text = record_text(some_lines());
  const std::vector<std::string> lines = split(text);
  std::size_t at = 0;
  for (std::size_t number = 1; number <= lines.size(); ++number) {
    for (std::size_t i = 0; i < lines[number - 1].size(); ++i, ++at) {
      for (int bit = 0; bit < 8; ++bit) {
        std::string changed = text;
        changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
        const Result<std::vector<RecordLine>> read = read_record(changed);
        ASSERT_FALSE(read) << "line " << number << " byte " << i << " bit " << bit;
        // A changed hash is told of the line before: which of the two was changed cannot be known.
        const std::string place = read.error().place;
        EXPECT_TRUE(place == "line " + std::to_string(number) ||
                    place == "line " + std::to_string(number - 1))
            << place << " for line " << number << ": " << read.error().line();
      }
    }
  }
}

TEST(Record, ALineDroppedDoubledOrSwappedIsNoticed) {
  const std::vector<std::string> lines = split(record_text(some_lines()));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::vector<std::string> dropped = lines, doubled = lines;
    dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(i));
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
    for (const auto& changed : {dropped, doubled}) {
      const Result<std::vector<RecordLine>> read = read_record(joined(changed));
      ASSERT_FALSE(read) << i;
      EXPECT_TRUE(read.error().place.starts_with("line ")) << read.error().line();
    }
    for (std::size_t j = i + 1; j < lines.size(); ++j) {
      std::vector<std::string> swapped = lines;
      std::swap(swapped[i], swapped[j]);
      EXPECT_FALSE(read_record(joined(swapped))) << i << " and " << j;
    }
  }
}

TEST(Record, WhatIsNotCanonicalIsRefused) {
  const auto first = [](const std::string& line) {
    const Result<std::vector<RecordLine>> read = read_record(line + "\n");
    return read ? std::string() : read.error().line();
  };
  const std::string zeros(64, '0');
  EXPECT_EQ(first("{\"n\":0, \"prev\":\"" + zeros + "\",\"t\":1,\"type\":\"a\"}"),
            "line 1: is not canonical JSON.");
  EXPECT_EQ(first("{\"prev\":\"" + zeros + "\",\"n\":0,\"t\":1,\"type\":\"a\"}"),
            "line 1: is not canonical JSON.");
  EXPECT_EQ(first("{\"n\":0,\"prev\":\"" + zeros + "\",\"t\":1,\"type\":\"a\",\"x\":0.5}"),
            "line 1: is not canonical JSON.");
  EXPECT_EQ(first("{\"n\":0,\"prev\":\"" + zeros + "\",\"t\":1}"), "line 1: lacks n, prev, t or type.");
  EXPECT_EQ(first("{\"n\":0,\"prev\":\"" + zeros + "\",\"t\":1,\"type\":\"a\"}"),
            "line 1: no seal follows it.");
  EXPECT_EQ(first(std::string(100000, '[')), "line 1: is no line of a record.");
  EXPECT_EQ(read_record("").error().line(), "line 1: no seal follows it.");
  EXPECT_EQ(read_record("{}").error().line(), "line 1: does not end.");
}

TEST(Record, Base64AndHashesAreThoseOfTheStandards) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::vector<std::uint8_t> bytes{'f', 'o', 'o', 'b'};
  EXPECT_EQ(to_base64(bytes), "Zm9vYg==");
  EXPECT_EQ(from_base64("Zm9vYg=="), bytes);
  EXPECT_FALSE(from_base64("Zm9vYg"));
  EXPECT_FALSE(from_base64("Zm9vYh=="));  // bits that no byte has
  EXPECT_FALSE(from_base64("Zm9v Yg=="));
  EXPECT_EQ(from_base64(""), std::vector<std::uint8_t>{});
}

}  // namespace
}  // namespace firstchair::store
