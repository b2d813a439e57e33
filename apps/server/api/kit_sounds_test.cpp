#include "apps/server/api/kit_sounds.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/ear/file_weights.h"
#include "kits/kit_sound_json.h"

namespace firstchair::server {
namespace {

using nlohmann::json;

class KitSounds : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "server-kits-" + std::to_string(::getpid());
    kit_.name = "mine";
    kit_.ear = ear::file_ear_weights_name();
    for (const Voice voice : {Voice::kick, Voice::snare}) {
      ear::KitSound::Drum& drum = kit_.drums[static_cast<std::size_t>(voice)];
      drum.strokes = 4;
      drum.spectrum[static_cast<std::size_t>(voice)] = 0.999999F;
      drum.spectrum[40] = 1e-6F;
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  Response ask(std::string method, std::string body = {}, std::string only = {}) {
    Request request{.method = std::move(method),
                    .path = "/api/kit_sounds",
                    .query = {},
                    .body = std::move(body),
                    .upload = {},
                    .client = {},
                    .only = std::move(only)};
    return kit_sounds(request, folder_);
  }

  std::string folder_;
  ear::KitSound kit_;
};

TEST_F(KitSounds, WhatAPageBringsIsListedAndFoundByItsName) {
  EXPECT_EQ(json::parse(ask("GET").body)["kit_sounds"].size(), 0U);
  const Response kept = ask("POST", kits::write_kit_sound(kit_));
  ASSERT_EQ(kept.status, 200) << kept.body;
  EXPECT_EQ(json::parse(kept.body)["id"], "mine");
  ASSERT_EQ(ask("POST", kits::write_kit_sound(kit_)).status, 200);  // once more: in its place
  const json listed = json::parse(ask("GET").body)["kit_sounds"];
  ASSERT_EQ(listed.size(), 1U);
  const Result<ear::KitSound> told = kits::read_kit_sound(listed[0]["sound"].get<std::string>());
  ASSERT_TRUE(told) << told.error().line();
  EXPECT_EQ(*told, kit_);
  const Result<ear::KitSound> found = kit_sound_named("mine", folder_);
  ASSERT_TRUE(found) << found.error().line();
  EXPECT_EQ(*found, kit_);
}

TEST_F(KitSounds, NothingElseIsKeptAndAPlayersOwnKeyKeepsNone) {
  EXPECT_EQ(ask("POST", "{}").status, 422);
  EXPECT_EQ(ask("POST", std::string(100000, ' ')).status, 413);
  EXPECT_EQ(ask("POST", kits::write_kit_sound(kit_), "Ann").status, 403);
  EXPECT_EQ(ask("GET", {}, "Ann").status, 403);
  EXPECT_EQ(ask("DELETE").status, 405);
  EXPECT_FALSE(std::filesystem::exists(folder_));
}

TEST_F(KitSounds, AFileIsNoNameAndAnotherEarsSoundIsRefused) {
  kit_.ear = "file-ear-0000000000000000.weights";
  ASSERT_EQ(ask("POST", kits::write_kit_sound(kit_)).status, 200);
  EXPECT_EQ(kit_sound_named("mine", folder_).error().code, ErrorCode::unsupported);
  EXPECT_EQ(kit_sound_named(folder_ + "/mine.sound.json", folder_).error().code, ErrorCode::not_found);
  EXPECT_EQ(kit_sound_named("other", folder_).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace firstchair::server
