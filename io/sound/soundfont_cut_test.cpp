// A soundfont that was cut down sounds as the whole one does, and is small.
#include "io/sound/soundfont_cut.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "io/sound/soundfont.h"
#include "io/sound/synth.h"

namespace firstchair::io {
namespace {

constexpr int kGrain = Synth::kGrain;

struct Played {
  int part = 0, pitch = 60, velocity = 90;
};

// The notes one after another, a tenth of a second each, all of them held.
std::vector<float> sound_of(const std::string& font, std::vector<SynthPart> parts, bool cut,
                            const std::vector<Played>& notes) {
  if (cut) {
    for (SynthPart& part : parts) part.pitches.reset(), part.loudest = 1;
    for (const Played& note : notes) {
      SynthPart& part = parts[static_cast<std::size_t>(note.part)];
      part.pitches.set(static_cast<std::size_t>(note.pitch));
      part.loudest = std::max(part.loudest, note.velocity);
    }
  }
  Result<Synth> synth = Synth::make({.soundfont = font, .parts = std::move(parts)});
  EXPECT_TRUE(synth) << synth.error().line();
  std::vector<float> sound, left(kGrain), right(kGrain);
  if (!synth) return sound;
  for (const Played& note : notes) {
    synth->play(note.part, note.pitch, note.velocity);
    for (int grain = 0; grain < 75; ++grain) {
      synth->render(left, right);
      sound.insert(sound.end(), left.begin(), left.end());
      sound.insert(sound.end(), right.begin(), right.end());
    }
  }
  return sound;
}

float loudest(const std::vector<float>& sound) {
  float peak = 0;
  for (const float sample : sound) peak = std::max(peak, std::fabs(sample));
  return peak;
}

TEST(SoundfontCut, WhatIsPlayedSoundsAsItDoesFromTheWholeOneToTheLastSample) {
  const Result<std::string> font = find_soundfont({});
  ASSERT_TRUE(font) << font.error().line();
  const std::vector<SynthPart> parts = {{.program = 33}, {.program = 4}, {.drums = true}};
  const std::vector<Played> notes = {{0, 40, 90}, {1, 60, 70}, {1, 64, 110}, {2, 37, 100}, {0, 47, 60}};
  const std::vector<float> whole = sound_of(*font, parts, false, notes);
  EXPECT_GT(loudest(whole), .01F);
  EXPECT_EQ(sound_of(*font, parts, true, notes), whole);
}

// Of the grand piano a blues needs one key in two, and not the samples of who strikes at 108 and more.
TEST(SoundfontCut, OfAPianoItKeepsWhatTheNotesTouch) {
  const Result<std::string> font = find_soundfont({});
  ASSERT_TRUE(font) << font.error().line();
  FontNotes piano;
  for (std::size_t pitch = 52; pitch <= 79; ++pitch) piano.pitches.set(pitch);
  const auto size_to = [&](int velocity) {
    piano.loudest = velocity;
    const std::optional<std::string> cut = cut_soundfont(*font, {piano});
    return cut ? cut->size() : 0;
  };
  EXPECT_GT(size_to(100), 100'000U);
  EXPECT_LT(2 * size_to(100), std::filesystem::file_size(*font) / 4);
  EXPECT_GE(size_to(127), size_to(100));
  piano.pitches.reset();
  const std::optional<std::string> none = cut_soundfont(*font, {piano});
  ASSERT_TRUE(none);
  EXPECT_LT(none->size(), 10'000U);
}

TEST(SoundfontCut, APartThatHasNoNotesIsSilentAndNoError) {
  const Result<std::string> font = find_soundfont({});
  ASSERT_TRUE(font) << font.error().line();
  Result<Synth> synth = Synth::make(
      {.soundfont = *font, .parts = {{.program = 33, .pitches = {}}, {.drums = true, .pitches = {}}}});
  ASSERT_TRUE(synth) << synth.error().line();
  synth->play(0, 40, 100);
  std::vector<float> left(75 * kGrain), right(75 * kGrain);
  synth->render(left, right);
  EXPECT_LT(loudest(left), 1e-4F);
}

void add(std::string& bytes, int size, std::uint32_t value) {
  for (int k = 0; k < size; ++k) bytes += static_cast<char>(value >> 8 * k & 0xff);
}
std::string chunk(const std::string& name, const std::string& content) {
  std::string made = name;
  add(made, 4, static_cast<std::uint32_t>(content.size()));
  return made + content;
}
std::string named(const std::string& name) {
  return name + std::string(20 - name.size(), '\0');
}

// A soundfont whose samples are not packed: one instrument, a sine up to pitch 59 and a saw above it, both
// looped.
std::string unpacked_font() {
  constexpr int kFrames = 4800, kLoop = 480, kSilence = 46;
  std::string words, headers, bags, generators;
  const auto zone = [&](const std::string& name, int low, int high, auto&& wave) {
    const auto from = static_cast<std::uint32_t>(words.size() / 2);
    for (int k = 0; k < kFrames; ++k)
      add(words, 2, static_cast<std::uint32_t>(std::lround(9000 * wave(k / 240.))) & 0xffff);
    words.append(2 * kSilence, '\0');
    headers += named(name);
    for (const int at : {0, kFrames, kLoop, kFrames - kLoop})
      add(headers, 4, from + static_cast<unsigned>(at));
    add(headers, 4, 48000), add(headers, 2, 55), add(headers, 2, 0), add(headers, 2, 1);
    add(bags, 2, static_cast<std::uint32_t>(generators.size() / 4)), add(bags, 2, 0);
    add(generators, 2, 43), add(generators, 1, static_cast<unsigned>(low)),
        add(generators, 1, static_cast<unsigned>(high));
    add(generators, 2, 54), add(generators, 2, 1);
    add(generators, 2, 53), add(generators, 2, static_cast<std::uint32_t>(headers.size() / 46 - 1));
  };
  zone("sine", 0, 59, [](double at) { return std::sin(2 * M_PI * at); });
  zone("saw", 60, 127, [](double at) { return at - std::floor(at) - .5; });
  add(bags, 2, static_cast<std::uint32_t>(generators.size() / 4)), add(bags, 2, 0);
  generators.append(4, '\0'), headers.append(46, '\0');
  std::string presets = named("one"), instruments = named("one"), preset_bags, preset_generators;
  for (const int value : {0, 0, 0}) add(presets, 2, static_cast<unsigned>(value));
  presets.append(12, '\0'), presets += named("EOP") + std::string(18, '\0'), presets[38 + 24] = 1;
  add(instruments, 2, 0), instruments += named("EOI"), add(instruments, 2, 2);
  for (const int value : {0, 0, 1, 0}) add(preset_bags, 2, static_cast<unsigned>(value));
  add(preset_generators, 4, 41), add(preset_generators, 4, 0);
  const std::string none(10, '\0');
  return chunk("RIFF",
               "sfbk" + chunk("LIST", "INFO" + chunk("ifil", std::string("\2\0\1\0", 4))) +
                   chunk("LIST", "sdta" + chunk("smpl", words)) +
                   chunk("LIST", "pdta" + chunk("phdr", presets) + chunk("pbag", preset_bags) +
                                     chunk("pmod", none) + chunk("pgen", preset_generators) +
                                     chunk("inst", instruments) + chunk("ibag", bags) + chunk("imod", none) +
                                     chunk("igen", generators) + chunk("shdr", headers)));
}

class UnpackedFont : public ::testing::Test {
 protected:
  void SetUp() override { write(unpacked_font()); }
  void TearDown() override { std::filesystem::remove(path_); }
  void write(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }
  const std::string path_ =
      ::testing::TempDir() + "/soundfont_cut_test." + std::to_string(::getpid()) + ".sf2";
};

TEST_F(UnpackedFont, SoundsFromItsCutAsFromTheWhole) {
  ASSERT_TRUE(find_soundfont(path_));
  for (const std::vector<Played>& notes :
       {std::vector<Played>{{0, 48, 90}, {0, 50, 60}}, {{0, 72, 90}}, {{0, 50, 90}, {0, 72, 90}}}) {
    const std::vector<float> whole = sound_of(path_, {{}}, false, notes);
    EXPECT_GT(loudest(whole), .01F);
    EXPECT_EQ(sound_of(path_, {{}}, true, notes), whole);
  }
  FontNotes high;
  high.pitches.set(72);
  EXPECT_LT(cut_soundfont(path_, {high})->size(), unpacked_font().size() * 2 / 3);
}

TEST_F(UnpackedFont, WhereItsListsDoNotFitNothingIsCut) {
  const std::string whole = unpacked_font();
  const FontNotes all{.bank = 0, .program = 0, .pitches = std::bitset<128>().set(), .loudest = 127};
  ASSERT_TRUE(cut_soundfont(path_, {all}));
  FontNotes other = all;
  other.program = 5;
  EXPECT_FALSE(cut_soundfont(path_, {other})) << "it is not there";
  int cut = 0;
  for (std::size_t at = whole.find("pdta"); at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xff);
    write(damaged);
    cut += cut_soundfont(path_, {all}).has_value() ? 1 : 0;  // what is read is inside, or sanitizers speak
  }
  EXPECT_GT(cut, 0) << "names may be anything";
  for (const std::size_t size : {0UL, 11UL, 100UL, whole.size() / 2, whole.size() - 1}) {
    write(whole.substr(0, size));
    EXPECT_FALSE(cut_soundfont(path_, {all})) << size;
  }
}

}  // namespace
}  // namespace firstchair::io
