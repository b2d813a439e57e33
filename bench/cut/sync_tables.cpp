#include "bench/cut/sync_tables.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

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

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) + 1e-6 * static_cast<double>(usage.ru_utime.tv_usec);
}

struct Row {
  std::vector<double> off_ms, ends_ms, ppm_off;
  int draws = 0, offset_held = 0, slope_held = 0, grades[4] = {}, wrong = 0;

  void add(const cut::Placement& placement, const cut::Piece& truth) {
    ++draws;
    ++grades[static_cast<std::size_t>(placement.grade)];
    if (placement.pieces.empty()) return;
    const double middle = (truth.from_s + truth.to_s) / 2;
    const cut::Piece* at = &placement.pieces[0];
    for (const cut::Piece& piece : placement.pieces)
      if (middle >= piece.from_s && middle < piece.to_s) at = &piece;
    const auto off = [&](double t) { return 1000 * (cut::master_of(*at, t) - cut::master_of(truth, t)); };
    off_ms.push_back(std::abs(off(middle)));
    ends_ms.push_back(std::max(std::abs(off(truth.from_s)), std::abs(off(truth.to_s))));
    ppm_off.push_back(std::abs(at->slope - truth.slope) * 1e6);
    offset_held += std::abs(off(middle)) <= 1000 * placement.offset_95_s;
    slope_held += ppm_off.back() <= 1e6 * placement.slope_95;
    wrong += placement.grade <= cut::Grade::frame && off_ms.back() > 8;
  }
  std::string text(const std::string& name) const {
    const int laid = static_cast<int>(off_ms.size());
    const auto share = [&](int count) { return laid > 0 ? 100.0 * count / laid : 0; };
    return fmt::format(
        "| {} | {} | {:.1f} | {:.1f} | {:.1f} | {:.1f} | {:.2f} | {:.2f} | {:.0f} | {:.0f} | {}/{}/{}/{} | {} |\n", name,
        draws, percentile(off_ms, 0.5), percentile(off_ms, 0.95), percentile(off_ms, 1), percentile(ends_ms, 0.95),
        percentile(ppm_off, 0.5), percentile(ppm_off, 0.95), share(offset_held), share(slope_held), grades[0],
        grades[1], grades[2], grades[3], wrong);
  }
};

void tell(const hearing::LaidCamera& camera, const cut::Piece& truth) {
  const cut::Placement& placement = camera.placement;
  fmt::print(stderr, "\n  {}: {} strokes, {} paired, {:.2f} inliers, residual {:.2f} ms, between {:.2f} ms",
             cut::id_of(placement.grade), placement.strokes, placement.paired, placement.inliers,
             1000 * placement.residual_s, 1000 * placement.between_ways_s);
  for (const cut::Piece& piece : placement.pieces) {
    const double middle = (piece.from_s + piece.to_s) / 2;
    fmt::print(stderr, "; off {:.2f} +-{:.2f} ms, {:.2f} +-{:.2f} ppm",
               1000 * (cut::master_of(piece, middle) - cut::master_of(truth, middle)), 1000 * placement.offset_95_s,
               1e6 * (piece.slope - truth.slope), 1e6 * placement.slope_95);
  }
  for (const std::string& note : camera.notes) fmt::print(stderr, "; {}", note);
  fmt::print(stderr, "\n");
}

constexpr const char* kRowHead =
    "| camera, length | draws | offset off, ms: median | 95 % | most | at the ends, 95 % | slope off, ppm: median | "
    "95 % | offset's interval holds, % | slope's | exact/frame/check/no | told wrongly |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|\n";

}  // namespace

std::string placement_table(int draws, double longest_s, bool each) {
  const lab::TempFolder folder;
  std::string table = kRowHead;
  lab::Dice dice(7);
  for (const auto& [seconds, share] : {std::pair{60.0, 1.0}, {300.0, 0.2}, {1200.0, 0.05}})
    for (const Place place : {Place::near, Place::far, Place::bad}) {
      if (seconds > longest_s) continue;
      Row row;
      const int count = static_cast<int>(std::lround(draws * share));
      // Several phones are laid on one master, as they are in life.
      for (int done = 0; done < count;) {
        const std::vector<float> master = performance(seconds, kits(), static_cast<std::uint64_t>(dice.below(1 << 20)));
        const std::string sound = folder.path("master.wav");
        lab::save_wav(sound, master, lab::kBenchRate);
        std::vector<std::string> files;
        std::vector<cut::Piece> truths;
        for (int k = 0; k < 4 && done < count; ++k, ++done) {
          cut::Piece truth;
          const auto file = keep(master, draw_phone(place, dice), seconds - 8, folder.path("phone" + std::to_string(k)), truth);
          if (!file) continue;
          files.push_back(*file);
          truths.push_back(truth);
        }
        hearing::LayOptions options;
        options.sound = sound;
        const Result<hearing::Laid> laid = hearing::lay(files, options);
        if (!laid) return laid.error().line();
        for (std::size_t k = 0; k < files.size(); ++k) {
          row.add(laid->cameras[k].placement, truths[k]);
          if (each) tell(laid->cameras[k], truths[k]);
        }
        fmt::print(stderr, "\r{} {:.0f} s: {}   ", name_of(place), seconds, done);
      }
      if (row.draws > 0) table += row.text(fmt::format("{}, {:.0f} s", name_of(place), seconds));
    }
  fmt::print(stderr, "\n");
  return table;
}

std::string refusal_table(int draws) {
  constexpr double kSeconds = 40;
  const lab::TempFolder folder;
  lab::Dice dice(11);
  std::string table = "| what | draws | laid exact | frame | check | no | told exact or frame, and wrongly |\n|---|---|---|---|---|---|---|\n";
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
      sound.insert(sound.end(), some.begin() + 44100, some.begin() + 44100 + static_cast<std::ptrdiff_t>(bar));
    return sound;
  };
  const std::vector<Kind> kinds{
      {"another performance", played,
       [](const std::vector<float>&, std::uint64_t seed) { return performance(kSeconds, kits(), seed + 5003); },
       [](Phone&) {}, false},
      {"a loop", loop, same, [](Phone&) {}, false},
      {"25/24 speed", played, same, [](Phone& phone) { phone.speed = 25. / 24; }, false},
      {"24/25 speed", played, same, [](Phone& phone) { phone.speed = 24. / 25; }, false},
      {"1.001 speed", played, same, [](Phone& phone) { phone.speed = 1.001; }, false},
      {"a second lost in the middle", played, same,
       [](Phone& phone) { phone.lost_at_s = 16, phone.lost_s = 1.016; }, true},
  };
  for (const Kind& kind : kinds) {
    int grades[4] = {}, wrong = 0, count = 0;
    while (count < draws) {
      const auto seed = static_cast<std::uint64_t>(dice.below(1 << 20));
      const std::vector<float> master = kind.master(seed);
      const std::string sound = folder.path("master.wav");
      lab::save_wav(sound, master, lab::kBenchRate);
      std::vector<std::string> files;
      std::vector<cut::Piece> truths;
      std::vector<Phone> phones;
      for (int k = 0; k < 8 && count < draws; ++k, ++count) {
        Phone phone = draw_phone(dice.below(2) == 0 ? Place::near : Place::far, dice);
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
      hearing::LayOptions options;
      options.sound = sound;
      const Result<hearing::Laid> laid = hearing::lay(files, options);
      if (!laid) return laid.error().line();
      for (std::size_t k = 0; k < files.size(); ++k) {
        const cut::Placement& placement = laid->cameras[k].placement;
        ++grades[static_cast<std::size_t>(placement.grade)];
        if (placement.grade > cut::Grade::frame) continue;
        bool right = false;
        if (kind.in_pieces && placement.pieces.size() == 2) {
          cut::Piece after = truths[k];
          after.offset_s += phones[k].lost_s * (1 + truths[k].slope);
          right = std::abs(cut::master_of(placement.pieces[0], 8) - cut::master_of(truths[k], 8)) < 0.008 &&
                  std::abs(cut::master_of(placement.pieces[1], 24) - cut::master_of(after, 24)) < 0.008;
        }
        wrong += !right;
      }
      fmt::print(stderr, "\r{}: {}   ", kind.name, count);
    }
    table += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", kind.name, count, grades[0], grades[1], grades[2],
                         grades[3], wrong);
  }
  fmt::print(stderr, "\n");
  return table;
}

std::string sync_cost_table() {
  constexpr double kSeconds = 1200;
  const lab::TempFolder folder;
  lab::Dice dice(5);
  const std::vector<float> master = performance(kSeconds, kits(), 3);
  const std::string sound = folder.path("master.wav");
  lab::save_wav(sound, master, lab::kBenchRate);
  std::vector<std::string> files;
  for (int k = 0; k < 2; ++k) {
    Phone phone = draw_phone(Place::near, dice);
    phone.codec = "aac";
    cut::Piece truth;
    if (const auto file = keep(master, phone, kSeconds - 8, folder.path("phone" + std::to_string(k)), truth))
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
  const double length = static_cast<double>(all.size()) * kSeconds;
  return fmt::format(
      "| what | CPU, s | times real time |\n|---|---|---|\n| decoding {} files of 20 minutes | {:.1f} | {:.0f} |\n"
      "| laying them (hearing, comparing) | {:.1f} | {:.0f} |\n",
      all.size(), decoded - begin, length / (decoded - begin), done - decoded, length / (done - decoded));
}

}  // namespace firstchair::bench
