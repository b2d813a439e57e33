#include "engine/core/script_text.h"

#include <gtest/gtest.h>

namespace firstchair {
namespace {

TEST(ScriptText, NothingInItIsAnOrderToTheScript) {
  EXPECT_EQ(script_text("{\\pos(1,2)}Jo\nDoe\x01"), "  pos(1,2) Jo Doe ");
  EXPECT_EQ(script_text("für 🥁 100%"), "für 🥁 100%");
}

}  // namespace
}  // namespace firstchair
