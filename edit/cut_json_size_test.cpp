// Texts of millions of values, read where it is fast. They stand apart from cut_json_test.cpp, so that the
// release tree compiles no schema for them.
#include <gtest/gtest.h>

#include <string>

#include "edit/cut_json.h"

namespace firstchair::edit {
namespace {

TEST(CutJson, WhatIsTooLargeIsRefusedBeforeItIsKept) {
  const auto code = [](const std::string& text) { return read_cut(text, "cut.json").error().code; };
  EXPECT_EQ(code(std::string(1'000'000, '[')), ErrorCode::too_large);
  EXPECT_EQ(code(std::string(5, '[')), ErrorCode::malformed);
  EXPECT_EQ(code(std::string(100, '[') + std::string(100, ']')), ErrorCode::too_large);
  std::string many = "{\"x\":[0";
  for (int i = 0; i < 3'000'001; ++i) many += ",0";
  EXPECT_EQ(code(many + "]}"), ErrorCode::too_large);
  EXPECT_EQ(code(""), ErrorCode::malformed);
  EXPECT_EQ(code("[]"), ErrorCode::malformed);
}

}  // namespace
}  // namespace firstchair::edit
