#include "bench/cut/sync_tables.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "bench/cut/interval_table.h"
#include "bench/cut/phones.h"
#include "engine/stats/stats.h"
#include "hearing/lay.h"
#include "io/files/audio_file.h"
#include "lab/performances.h"
#include "lab/process.h"
#include "lab/render.h"

namespace firstchair::bench {
namespace {

const std::vector<lab::Kit>& kits() {
  static const std::vector<lab::Kit> all = lab::load_kits(lab::Use::validation);
  return all;
}

double percentile(std::vector<double> x, double share) {
  if (x.empty()) return 0;
  std::sort(x.begin(), x.end());
  return x[std::min(x.size() - 1, static_cast<std::size_t>(share * static_cast<double>(x.size())))];
}

constexpr double kWrongMs = 8;

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) + 1e-6 * static_cast<double>(usage.ru_utime.tv_usec);
}

// A draw of a camera whose truth is known.
Draw drawn(const std::string& row, int group, int member, const cut::Placement& placement,
           const cut::Piece& truth) {
  Draw draw{.row = row, .group = group, .member = member, .grade = placement.grade};
  draw.pieces = static_cast<int>(placement.pieces.size());
  draw.between_ms = 1000 * placement.between_ways_s;
  draw.residual_ms = 1000 * placement.residual_s;
  draw.inliers = placement.inliers;
  draw.strokes = placement.strokes;
  draw.paired = placement.paired;
  if (placement.pieces.empty()) return draw;
  const double middle = (truth.from_s + truth.to_s) / 2;
  const cut::Piece* at = &placement.pieces[0];
  for (const cut::Piece& piece : placement.pieces)
    if (middle >= piece.from_s && middle < piece.to_s) at = &piece;
  const auto off = [&](double t) { return 1000 * (cut::master_of(*at, t) - cut::master_of(truth, t)); };
  draw.off_ms = off(middle);
  draw.ends_ms = std::max(std::abs(off(truth.from_s)), std::abs(off(truth.to_s)));
  draw.off_95_ms = 1000 * placement.offset_95_s;
  draw.ppm_off = (at->slope - truth.slope) * 1e6;
  draw.ppm_95 = 1e6 * placement.slope_95;
  draw.off_by = placement.offset_by, draw.ppm_by = placement.slope_by;
  draw.off_scatter_ms = 1000 * placement.offset_scatter_s, draw.ppm_scatter = 1e6 * placement.slope_scatter;
  draw.wrong = placement.grade <= cut::Grade::frame && std::abs(draw.off_ms) > kWrongMs;
  return draw;
}

std::string row_text(const std::string& name, const std::vector<Draw>& draws) {
  std::vector<double> off, ends, ppm, wide;
  int grades[4] = {}, offset_held = 0, slope_held = 0, wrong = 0;
  for (const Draw& draw : draws) {
    ++grades[static_cast<std::size_t>(draw.grade)];
    wrong += draw.wrong;
    if (draw.pieces == 0) continue;
    off.push_back(std::abs(draw.off_ms));
    ends.push_back(draw.ends_ms);
    ppm.push_back(std::abs(draw.ppm_off));
    wide.push_back(off_95_ms(draw));
    offset_held += std::abs(draw.off_ms) <= off_95_ms(draw);
    slope_held += std::abs(draw.ppm_off) <= ppm_95(draw);
  }
  const int laid = static_cast<int>(off.size());
  return fmt::format(
      "| {} | {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {} | {} | {}/{}/{}/{} | {} "
      "|\n",
      name, draws.size(), percentile(off, 0.5), percentile(off, 0.95), percentile(off, 1),
      percentile(ends, 0.95), percentile(ppm, 0.5), percentile(ppm, 0.95), percentile(wide, 0.5),
      share_text(offset_held, laid), share_text(slope_held, laid), grades[0], grades[1], grades[2], grades[3],
      wrong);
}

void tell(const hearing::LaidCamera& camera, const cut::Piece& truth) {
  const cut::Placement& placement = camera.placement;
  fmt::print(stderr, "\n  {}: {} strokes, {} paired, {:.2f} inliers, residual {:.2f} ms, between {:.2f} ms",
             cut::id_of(placement.grade), placement.strokes, placement.paired, placement.inliers,
             1000 * placement.residual_s, 1000 * placement.between_ways_s);
  for (const cut::Piece& piece : placement.pieces) {
    const double middle = (piece.from_s + piece.to_s) / 2;
    fmt::print(stderr, "; off {:.2f} +-{:.2f} ms, {:.2f} +-{:.2f} ppm",
               1000 * (cut::master_of(piece, middle) - cut::master_of(truth, middle)),
               1000 * placement.offset_95_s, 1e6 * (piece.slope - truth.slope), 1e6 * placement.slope_95);
  }
  for (const std::string& note : camera.notes) fmt::print(stderr, "; {}", note);
  fmt::print(stderr, "\n");
}

constexpr const char* kRowHead =
    "| camera, length | draws | offset off, ms: median | 95 % | most | at the ends, 95 % | slope off, ppm: "
    "median | 95 % | offset's half interval, ms: median | it holds, % | slope's holds, % | "
    "exact/frame/check/no | told wrongly |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";

// A group's own chance, whatever was drawn before it.
lab::Dice dice_of(const std::string& row, int group) {
  std::uint64_t hash = 1469598103934665603ULL;
  for (const char c : row) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return lab::Dice((hash ^ static_cast<std::uint64_t>(group)) % 1000003);
}

// Several phones are laid on one master, as they are in life.
Result<std::vector<Draw>> draw_group(Site place, double seconds, const std::string& row, int group,
                                     int phones, bool each) {
  const lab::TempFolder folder;
  lab::Dice dice = dice_of(row, group);
  const std::vector<float> master =
      performance(seconds, kits(), static_cast<std::uint64_t>(dice.below(1 << 20)));
  hearing::LayOptions options;
  options.sound = folder.path("master.wav");
  lab::save_wav(options.sound, master, lab::kBenchRate);
  std::vector<std::string> files;
  std::vector<cut::Piece> truths;
  std::vector<std::string> rooms;
  for (int k = 0; k < phones; ++k) {
    cut::Piece truth;
    const Phone phone = draw_phone(place, dice);
    const auto file = keep(master, phone, seconds - 8, folder.path("phone" + std::to_string(k)), truth);
    if (!file) continue;
    files.push_back(*file);
    truths.push_back(truth);
    rooms.push_back(room_of(phone));
  }
  const Result<hearing::Laid> laid = hearing::lay(files, options);
  if (!laid) return laid.error();
  std::vector<Draw> draws;
  for (std::size_t k = 0; k < files.size(); ++k) {
    draws.push_back(drawn(row, group, static_cast<int>(k), laid->cameras[k].placement, truths[k]));
    draws.back().room = rooms[k];
    if (each) tell(laid->cameras[k], truths[k]);
  }
  return draws;
}

}  // namespace

std::string row_name(Site place, double seconds) {
  return fmt::format("{}, {:.0f} s", name_of(place), seconds);
}

std::string placement_table(const std::vector<PlacementRow>& rows, Draws& draws, bool each) {
  constexpr int kPhones = 4;
  std::string table = kRowHead;
  for (const PlacementRow& row : rows) {
    // Places take turns, so that a count that is ended has as many draws of each.
    for (int done = 0; done < row.draws; done += kPhones)
      for (const Site place : {Site::near, Site::far, Site::bad}) {
        const std::string name = row_name(place, row.seconds);
        const int group = done / kPhones;
        if (draws.has(name, group)) continue;
        const Result<std::vector<Draw>> drew =
            draw_group(place, row.seconds, name, group, std::min(kPhones, row.draws - done), each);
        if (!drew) return drew.error().line();
        draws.add(*drew);
        fmt::print(stderr, "\r{}: {}   ", name, done + kPhones);
      }
    for (const Site place : {Site::near, Site::far, Site::bad}) {
      const std::string name = row_name(place, row.seconds);
      const std::vector<Draw> of_row = draws.of(name);
      if (!of_row.empty()) table += row_text(name, of_row);
    }
  }
  fmt::print(stderr, "\n");
  return table;
}

std::string refusal_table(int count, Draws& draws, bool each) {
  constexpr double kSeconds = 40;
  constexpr int kPhones = 8;
  const lab::TempFolder folder;
  std::string table =
      "| what | draws | laid exact | frame | check | no | told exact or frame, and wrongly "
      "|\n|---|---|---|---|---|---|---|\n";
  struct Kind {
    const char* name;
    // Makes the master and one phone of it that must not be taken for right, or must be right.
    std::function<std::vector<float>(std::uint64_t)> master;
    std::function<std::vector<float>(const std::vector<float>&, std::uint64_t)> other;
    std::function<void(Phone&)> change;
    bool in_pieces;
  };
  const auto played = [](std::uint64_t seed) { return performance(kSeconds, kits(), seed); };
  const auto same = [](const std::vector<float>& master, std::uint64_t) { return master; };
  const auto loop = [](std::uint64_t seed) {
    const std::vector<float> some = performance(12, kits(), seed);
    const auto bar = static_cast<std::size_t>((1.2 + 2.4 * lab::Dice(seed).uniform()) * lab::kBenchRate);
    std::vector<float> sound;
    while (static_cast<double>(sound.size()) < kSeconds * lab::kBenchRate)
      sound.insert(sound.end(), some.begin() + 44100,
                   some.begin() + 44100 + static_cast<std::ptrdiff_t>(bar));
    return sound;
  };
  const std::vector<Kind> kinds{
      {"another performance", played,
       [](const std::vector<float>&, std::uint64_t seed) {
         return performance(kSeconds, kits(), seed + 5003);
       },
       [](Phone&) {}, false},
      {"a loop", loop, same, [](Phone&) {}, false},
      {"25/24 speed", played, same, [](Phone& phone) { phone.speed = 25. / 24; }, false},
      {"24/25 speed", played, same, [](Phone& phone) { phone.speed = 24. / 25; }, false},
      {"1.001 speed", played, same, [](Phone& phone) { phone.speed = 1.001; }, false},
      {"a second lost in the middle", played, same, [](Phone& phone) { phone.lost = {{16, 1.016}}; }, true},
  };
  for (const Kind& kind : kinds) {
    for (int done = 0; done < count; done += kPhones) {
      const int group = done / kPhones;
      if (draws.has(kind.name, group)) continue;
      lab::Dice dice = dice_of(kind.name, group);
      const auto seed = static_cast<std::uint64_t>(dice.below(1 << 20));
      const std::vector<float> master = kind.master(seed);
      hearing::LayOptions options;
      options.sound = folder.path("master.wav");
      lab::save_wav(options.sound, master, lab::kBenchRate);
      std::vector<std::string> files;
      std::vector<cut::Piece> truths;
      std::vector<Phone> phones;
      for (int k = 0; k < std::min(kPhones, count - done); ++k) {
        Phone phone = draw_phone(dice.below(2) == 0 ? Site::near : Site::far, dice);
        phone.codec = "wav";
        kind.change(phone);
        cut::Piece truth;
        const auto file = keep(kind.other(master, seed + static_cast<std::uint64_t>(k)), phone, kSeconds - 8,
                               folder.path("phone" + std::to_string(k)), truth);
        if (!file) continue;
        files.push_back(*file);
        truths.push_back(truth);
        phones.push_back(phone);
      }
      const Result<hearing::Laid> laid = hearing::lay(files, options);
      if (!laid) return laid.error().line();
      std::vector<Draw> drew;
      for (std::size_t k = 0; k < files.size(); ++k) {
        const cut::Placement& placement = laid->cameras[k].placement;
        Draw draw = drawn(kind.name, group, static_cast<int>(k), placement, truths[k]);
        if (each) tell(laid->cameras[k], truths[k]);
        bool right = false;
        if (kind.in_pieces && placement.pieces.size() == 2) {
          const cut::Piece after = pieces_of(phones[k], truths[k]).back();
          right = std::abs(cut::master_of(placement.pieces[0], 8) - cut::master_of(truths[k], 8)) < 0.008 &&
                  std::abs(cut::master_of(placement.pieces[1], 24) - cut::master_of(after, 24)) < 0.008;
        }
        draw.wrong = placement.grade <= cut::Grade::frame && !right;
        drew.push_back(draw);
      }
      draws.add(drew);
      fmt::print(stderr, "\r{}: {}   ", kind.name, done + kPhones);
    }
    int grades[4] = {}, wrong = 0, all = 0;
    for (const Draw& draw : draws.of(kind.name)) {
      ++all;
      ++grades[static_cast<std::size_t>(draw.grade)];
      wrong += draw.wrong;
    }
    if (all > 0)
      table += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", kind.name, all, grades[0], grades[1],
                           grades[2], grades[3], wrong);
  }
  fmt::print(stderr, "\n");
  return table;
}

std::string sync_cost_table(double seconds) {
  const lab::TempFolder folder;
  lab::Dice dice(5);
  const std::vector<float> master = performance(seconds, kits(), 3);
  const std::string sound = folder.path("master.wav");
  lab::save_wav(sound, master, lab::kBenchRate);
  std::vector<std::string> files;
  for (int k = 0; k < 2; ++k) {
    Phone phone = draw_phone(Site::near, dice);
    phone.codec = "aac";
    cut::Piece truth;
    if (const auto file = keep(master, phone, seconds - 8, folder.path("phone" + std::to_string(k)), truth))
      files.push_back(*file);
  }
  const double begin = cpu_seconds();
  std::vector<float> block(1 << 14);
  std::vector<std::string> all = files;
  all.push_back(sound);
  for (const std::string& path : all) {
    Result<io::AudioFile> file = io::AudioFile::open(path);
    if (!file) return file.error().line();
    while (file->read(block) > 0) {
    }
  }
  const double decoded = cpu_seconds();
  hearing::LayOptions options;
  options.sound = sound;
  const Result<hearing::Laid> laid = hearing::lay(files, options);
  if (!laid) return laid.error().line();
  const double done = cpu_seconds();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const double length = static_cast<double>(all.size()) * seconds;
  return fmt::format(
      "| what | CPU, s | times real time |\n|---|---|---|\n| decoding {} files of {:.0f} s | {:.1f} | "
      "{:.0f} |\n"
      "| laying them (hearing, comparing) | {:.1f} | {:.0f} |\n",
      all.size(), seconds, decoded - begin, length / (decoded - begin), done - decoded,
      length / (done - decoded));
}

}  // namespace firstchair::bench
