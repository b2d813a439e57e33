#include "apps/cli/cut/demo.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "apps/cli/cut/demo_drummer.h"
#include "io/files/files.h"
#include "io/video/encoder.h"

namespace firstchair::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kWidth = 640, kHeight = 360;

struct Colour {
  int luma = 16, blue = 128, red = 128;
};
constexpr Colour kLit{235, 128, 128};

// A drum as it is drawn: a disc that lights up when it is struck.
struct Disc {
  Line line;
  double x, y, radius;  // of the picture's height; x from its middle
};

struct Phone {
  const char* name;
  cut::FrameRate rate;
  Colour ground, drums;
  std::vector<Disc> discs;
  DemoRoom room;
  double length_s;
};

std::vector<Phone> phones(double length_s) {
  const std::vector<Disc> kit{{Line::kick, 0, .72, .2},    {Line::snare, -.28, .62, .12},
                              {Line::hat, -.55, .42, .11}, {Line::tom, .1, .38, .1},
                              {Line::ride, .52, .4, .15},  {Line::crash, -.3, .2, .13}};
  const std::vector<Disc> hands{
      {Line::snare, .05, .62, .3}, {Line::hat, -.55, .35, .24}, {Line::tom, .5, .3, .2}};
  const std::vector<Disc> feet{{Line::kick, .1, .5, .38}};
  return {
      {"wide", {30, 1}, {52, 145, 116}, {110, 140, 118}, kit, {20e-6, -1.2, .6, .5, .001, .8}, length_s + 2},
      {"hands",
       {30000, 1001},
       {60, 112, 150},
       {125, 116, 146},
       hands,
       {75e-6, .8, .3, .3, .002, .9},
       length_s - 1},
      {"feet",
       {25, 1},
       {48, 118, 116},
       {105, 112, 112},
       feet,
       {-40e-6, -2.4, 1.4, .9, .004, .6},
       length_s + 3}};
}

Colour mixed(const Colour& from, const Colour& to, double share) {
  const auto one = [&](int a, int b) { return static_cast<int>(std::lround(std::lerp(a, b, share))); };
  return {one(from.luma, to.luma), one(from.blue, to.blue), one(from.red, to.red)};
}

void fill(video::Picture& picture, const Disc& disc, double grown, const Colour& colour) {
  const double middle_x = kWidth / 2. + disc.x * kHeight, middle_y = disc.y * kHeight,
               radius = disc.radius * kHeight * grown;
  const auto pixels = static_cast<std::size_t>(kWidth) * kHeight;
  const int top = std::max(0, static_cast<int>(middle_y - radius)),
            bottom = std::min(kHeight - 1, static_cast<int>(middle_y + radius));
  for (int y = top; y <= bottom; ++y) {
    const double half = std::sqrt(std::max(0., radius * radius - (y - middle_y) * (y - middle_y)));
    const int left = std::max(0, static_cast<int>(middle_x - half)),
              right = std::min(kWidth, static_cast<int>(middle_x + half));
    if (left >= right) continue;
    std::memset(picture.bytes.data() + static_cast<std::size_t>(y) * kWidth + left, colour.luma,
                static_cast<std::size_t>(right - left));
    if (y % 2 != 0) continue;
    const std::size_t row = pixels + static_cast<std::size_t>(y / 2) * (kWidth / 2);
    std::memset(picture.bytes.data() + row + left / 2, colour.blue,
                static_cast<std::size_t>((right - left) / 2));
    std::memset(picture.bytes.data() + row + pixels / 4 + left / 2, colour.red,
                static_cast<std::size_t>((right - left) / 2));
  }
}

// What is on display at a time: every drum as bright as its last stroke was strong and is recent.
void draw(const Phone& phone, const std::vector<DemoStroke>& strokes, double master_s,
          video::Picture& picture) {
  const auto pixels = static_cast<std::ptrdiff_t>(kWidth) * kHeight;
  const auto begin = picture.bytes.begin();
  std::fill(begin, begin + pixels, static_cast<std::uint8_t>(phone.ground.luma));
  std::fill(begin + pixels, begin + pixels + pixels / 4, static_cast<std::uint8_t>(phone.ground.blue));
  std::fill(begin + pixels + pixels / 4, picture.bytes.end(), static_cast<std::uint8_t>(phone.ground.red));
  for (const Disc& disc : phone.discs) {
    double lit = 0;
    for (const DemoStroke& stroke : strokes) {
      const double since = master_s - stroke.at_s;
      constexpr double kGlow_s = .09;
      if (line_of(stroke.voice) == disc.line && since >= 0 && since < 6 * kGlow_s)
        lit = std::max(lit, (.35 + .65 * stroke.strength) * std::exp(-since / kGlow_s));
    }
    // Nothing grows: an edge that shrinks would be a change where no drum is, between two strokes.
    fill(picture, disc, 1.06, mixed(phone.ground, {16, 128, 128}, .5));
    fill(picture, disc, 1, mixed(phone.drums, kLit, lit));
  }
}

Result<Done> make_phone(const Phone& phone, const std::string& path, const std::vector<DemoStroke>& strokes,
                        const std::vector<float>& sound) {
  Result<video::Encoder> encoder = video::Encoder::make({.path = path,
                                                         .force = true,
                                                         .width = kWidth,
                                                         .height = kHeight,
                                                         .rate = phone.rate,
                                                         .sound_rate = kDemoRate,
                                                         .draft = false,
                                                         .encoder = {},
                                                         .title = phone.name,
                                                         .chapters = {}});
  if (!encoder) return encoder.error();
  const std::vector<float> heard = demo_heard(sound, phone.room, phone.length_s);
  const double rate = phone.rate.per_second();
  video::Picture picture = video::black(kWidth, kHeight);
  std::size_t given = 0;
  const auto pictures = static_cast<std::size_t>(phone.length_s * rate);
  std::vector<float> stereo;
  for (std::size_t k = 0; k < pictures; ++k) {
    const double at = static_cast<double>(k) / rate;
    draw(phone, strokes, phone.room.begins_s + (1 + phone.room.slope) * at, picture);
    if (Result<Done> put = encoder->picture(picture.bytes); !put) return put;
    const std::size_t until = std::min(heard.size(), static_cast<std::size_t>((at + 1 / rate) * kDemoRate));
    stereo.clear();
    for (; given < until; ++given) stereo.insert(stereo.end(), 2, heard[given]);
    if (Result<Done> put = encoder->sound(stereo); !put) return put;
  }
  return encoder->finish();
}

std::string wav_of(const std::vector<float>& sound) {
  std::string bytes;
  const auto put = [&](auto value) { bytes.append(reinterpret_cast<const char*>(&value), sizeof value); };
  const auto samples = static_cast<std::uint32_t>(sound.size() * sizeof(std::int16_t));
  const auto rate = static_cast<std::uint32_t>(kDemoRate);
  bytes += "RIFF";
  put(samples + 36);
  bytes += "WAVEfmt ";
  put(std::uint32_t{16}), put(std::uint16_t{1}), put(std::uint16_t{1}), put(rate), put(rate * 2);
  put(std::uint16_t{2}), put(std::uint16_t{16});
  bytes += "data";
  put(samples);
  for (const float sample : sound)
    put(static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.f, 1.f) * 32767)));
  return bytes;
}

}  // namespace

Result<Done> make_demo(CutOptions& options) {
  const std::vector<DemoStroke> strokes = demo_strokes();
  const std::vector<float> sound = demo_sound(strokes);
  const fs::path folder = options.sync.out;
  std::error_code failed;
  const std::string master = (folder / "master.wav").string();
  if (!fs::exists(master, failed))
    if (Result<Done> written = io::write_file(master, wav_of(sound), true); !written) return written;
  options.sync.sound = master;
  for (const Phone& phone : phones(static_cast<double>(sound.size()) / kDemoRate)) {
    const std::string path = (folder / (std::string(phone.name) + ".mp4")).string();
    options.sync.cameras.push_back(path);
    std::string lines;
    if (!options.look)  // else they are found in the picture
      for (const Disc& disc : phone.discs) lines += "," + std::string(id_of(disc.line));
    options.show.push_back(
        phone.name + ("=" + std::string(phone.name == std::string("wide") ? "kit" : phone.name) + lines));
    if (fs::exists(path, failed)) continue;
    fmt::print(stderr, "making {}\n", path);
    if (Result<Done> made = make_phone(phone, path, strokes, sound); !made) return made;
  }
  return Done{};
}

}  // namespace firstchair::cli
