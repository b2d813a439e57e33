#include "apps/server/http/player_key.h"

#include <gtest/gtest.h>

#include "apps/server/http/kept_key.h"

namespace firstchair::server {
namespace {

TEST(PlayerKey, SaysWhoseItIsToTheServerThatMadeItAndToNoOther) {
  const std::string ours = drawn_key(), other = drawn_key();
  for (const std::string name : {"Ada", "Zoë", "a b.c", "0"}) {
    const std::string key = player_key(ours, name);
    EXPECT_EQ(player_of(key, ours), name);
    EXPECT_EQ(player_of(key, other), std::nullopt);
  }
  EXPECT_NE(player_key(ours, "Ada"), player_key(ours, "ada"));
}

TEST(PlayerKey, IsNobodysWithAnotherNameOrASignatureCutShort) {
  const std::string ours = drawn_key();
  const std::string ada = player_key(ours, "Ada"), ben = player_key(ours, "Ben");
  const std::string mixed = ada.substr(0, kKeyLetters) + ben.substr(kKeyLetters);
  for (const std::string& wrong : {std::string(), ours, ours + ".", mixed, ada.substr(1), ada + "0",
                                   ada + "zz", ada.substr(0, kKeyLetters) + ada.substr(kKeyLetters + 1)})
    EXPECT_EQ(player_of(wrong, ours), std::nullopt) << wrong;
}

}  // namespace
}  // namespace firstchair::server
