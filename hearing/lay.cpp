#include "hearing/lay.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <mutex>

#include "engine/cut/coarse.h"
#include "engine/cut/fine.h"
#include "engine/cut/graph.h"
#include "engine/judge/norms.h"
#include "engine/session.h"
#include "hearing/camera_sound.h"
#include "hearing/hear_file.h"
#include "hearing/in_threads.h"
#include "hearing/lay_asked.h"
#include "hearing/lay_words.h"
#include "hearing/stroke_master.h"
#include "midi/smf.h"

namespace firstchair::hearing {
namespace {

namespace fs = std::filesystem;

constexpr double kSoundSpeed = 343;   // m/s
constexpr std::size_t kAllPairs = 4;  // cameras of which all pairs are measured, where none is the master
constexpr std::size_t kStrokesInAll = 4000;  // whose sound is kept at once
constexpr std::size_t kChunksInAll = 24;

Error usage(std::string what, std::string advice) {
  return {.code = ErrorCode::usage, .place = {}, .what = std::move(what), .advice = std::move(advice)};
}

// A file of a camera: several are its pieces.
struct File {
  std::size_t camera = 0;
  CameraSound sound;
};

// One recording laid on another.
struct Pair {
  std::size_t master = 0, file = 0;  // indices of sounds
  cut::Coarse coarse = {};
  cut::FinePlan plan = {};
  std::vector<cut::Clip> on_master = {}, on_file = {};
  cut::Fine fine = {};
  bool laid() const { return coarse.end == cut::CoarseEnd::laid; }
};

class Laying {
 public:
  Laying(std::span<const std::string> cameras, const LayOptions& options)
      : cameras_(cameras), options_(options) {
    options_.told = [this](const LayProgress& progress) {
      const std::lock_guard<std::mutex> one(telling_);
      return go_on_ = go_on_ && (!asked_ || asked_(progress));
    };
    asked_ = options.told;
  }

  Result<Laid> run() {
    if (Result<Done> fine = check_asked(cameras_, options_); !fine) return fine.error();
    if (Result<Done> heard = hear_all(); !heard) return heard.error();
    if (Result<Done> chosen = choose_master(); !chosen) return chosen.error();
    name_pairs();
    for_each_of(pairs_.size(), [&](std::size_t k) { lay_pair(pairs_[k]); });
    if (Result<Done> known = find_strokes(); !known) return known.error();
    for_each_of(pairs_.size(), [&](std::size_t k) { plan_pair(pairs_[k]); });
    if (Result<Done> measured = measure(); !measured) return measured.error();
    tell();
    if (!own_master_) join_pairs();
    return std::move(laid_);
  }

 private:
  bool is_master(std::size_t sound) const { return sound == master_; }
  std::string name(std::size_t camera) const { return camera_name(cameras_[camera]); }

  Result<Done> hear_all() {
    std::vector<std::string> paths;
    for (std::size_t c = 0; c < cameras_.size(); ++c)
      for (const std::string& path : files_of(cameras_[c])) {
        files_.push_back({c, {}});
        paths.push_back(path);
      }
    own_master_ = !options_.sound.empty();
    const Result<Done> heard = for_all(files_.size() + own_master_, [&](std::size_t k) -> Result<Done> {
      // The master, which may be the longest, comes first.
      if (own_master_ && k == 0) return hear_master();
      const std::size_t f = k - own_master_;
      Result<CameraSound> sound = hear_camera(paths[f], options_, wanted_of_cameras());
      if (!sound) return sound.error();
      files_[f].sound = std::move(*sound);
      return Done{};
    });
    if (!heard) return heard.error();
    if (own_master_) files_.push_back({cameras_.size(), std::move(master_sound_)});
    return Done{};
  }

  // A master without sound is strokes alone, and the ear has to hear the cameras'.
  bool strokes_alone() const {
    return options_.kept ? options_.kept->source.kind == SourceKind::midi
                         : midi::is_midi_name(fs::path(options_.sound).extension().string());
  }
  Wanted wanted_of_cameras() const {
    if (!own_master_) return Wanted::cleanness;
    return strokes_alone() ? Wanted::strokes : Wanted::loudness;
  }

  Result<Done> hear_master() {
    const KeptStrokes* kept = options_.kept ? &*options_.kept : nullptr;
    if (kept != nullptr && kept->source.kind == SourceKind::midi) return strokes_are_master(kept_take(*kept));
    if (!midi::is_midi_name(fs::path(options_.sound).extension().string())) {
      Result<CameraSound> sound = hear_camera(options_.sound, options_, Wanted::strokes, kept);
      if (!sound) return sound.error();
      if (sound->rate == 0)
        return Error{ErrorCode::unsupported, options_.sound, "no sound in it", "Name a recording with sound"};
      master_sound_ = std::move(*sound);
      for (const std::string& note : master_sound_.notes)
        laid_.warnings.push_back(options_.sound + ": " + note);
      return Done{};
    }
    std::vector<std::string> warnings;
    Result<Take> take = midi_take(options_, warnings);
    for (const std::string& warning : warnings) laid_.warnings.push_back(options_.sound + ": " + warning);
    return strokes_are_master(std::move(take));
  }

  Result<Done> strokes_are_master(Result<Take> take) {
    if (!take) return take.error();
    master_sound_ = sound_of_strokes(*take, options_.sound);
    laid_.take = std::move(*take);
    return Done{};
  }

  Result<Done> choose_master() {
    if (own_master_) {
      master_ = files_.size() - 1;
    } else {
      std::optional<std::size_t> best;
      for (std::size_t f = 0; f < files_.size(); ++f) {
        const bool alone = std::count_if(files_.begin(), files_.end(), [&](const File& file) {
                             return file.camera == files_[f].camera;
                           }) == 1;
        if (files_[f].sound.rate == 0 || !alone || options_.at.contains(name(files_[f].camera))) continue;
        if (!best || files_[f].sound.clean_db > files_[*best].sound.clean_db) best = f;
      }
      if (!best)
        return usage("no camera is one file with sound", "Give a recording of the sound with --sound");
      master_ = *best;
      laid_.master = static_cast<int>(files_[master_].camera);
      if (Result<Done> heard = hear_strokes(files_[master_].sound, options_); !heard) return heard.error();
    }
    const CameraSound& sound = files_[master_].sound;
    laid_.length_s = sound.length_s;
    if (!sound.readable_again) return Done{};
    SessionConfig config;
    config.norms = judge::default_norms();
    config.source.name = fs::path(sound.path).filename().string();
    config.source.kind = SourceKind::audio;
    config.source.rate = sound.rate;
    config.source.channels = sound.channels;
    config.chart = options_.chart;
    config.builtin_tempo = options_.builtin_tempo;
    config.bpm = options_.bpm;
    if (own_master_ && options_.kept) {
      config.source.name = options_.kept->source.name;
      if (options_.kept->chart) config.chart = options_.kept->chart;
    }
    hear_with(kUsualEar, config);
    Result<Session> session = Session::make(config);
    if (!session) return session.error();
    config.source = session->source();
    config.source.length = static_cast<Frames>(std::llround(sound.length_s * sound.rate));
    laid_.take = judge_strokes(config, sound.hits);
    return Done{};
  }

  bool wants_laying(std::size_t f) const {
    return !is_master(f) && files_[f].sound.rate > 0 && !options_.at.contains(name(files_[f].camera));
  }

  void name_pairs() {
    for (std::size_t f = 0; f < files_.size(); ++f)
      if (wants_laying(f)) pairs_.push_back({.master = master_, .file = f});
    if (own_master_ || files_.size() > kAllPairs) return;
    for (std::size_t a = 0; a < files_.size(); ++a)
      for (std::size_t b = a + 1; b < files_.size(); ++b)
        if (wants_laying(a) && wants_laying(b)) pairs_.push_back({.master = a, .file = b});
  }

  void lay_pair(Pair& pair) const {
    const CameraSound &master = files_[pair.master].sound, &sound = files_[pair.file].sound;
    cut::CoarseConfig config;
    if (const auto given = options_.offset.find(name(files_[pair.file].camera));
        given != options_.offset.end() && is_master(pair.master))
      config.near_s = given->second;
    pair.coarse = cut::lay_coarsely(master.envelope, sound.envelope, config);
  }

  // A pair's master that is not the master of all has its strokes where that one's lie on it; where it was
  // not laid on that the ear hears it.
  Result<Done> find_strokes() {
    for (const Pair& pair : pairs_) {
      std::vector<double>& attacks_s = files_[pair.master].sound.attacks_s;
      if (is_master(pair.master) || !pair.laid() || !attacks_s.empty()) continue;
      const auto on_master = std::ranges::find_if(pairs_, [&](const Pair& other) {
        return is_master(other.master) && other.file == pair.master && other.laid();
      });
      if (on_master == pairs_.end()) {
        if (Result<Done> heard = hear_strokes(files_[pair.master].sound, options_); !heard)
          return heard.error();
        continue;
      }
      for (const cut::Piece& piece : on_master->coarse.pieces)
        for (const double m : files_[master_].sound.attacks_s)
          if (const double t = cut::camera_of(piece, m); t >= piece.from_s && t < piece.to_s)
            attacks_s.push_back(t);
    }
    return Done{};
  }

  void plan_pair(Pair& pair) const {
    const CameraSound &master = files_[pair.master].sound, &sound = files_[pair.file].sound;
    if (!pair.laid() || !master.readable_again) return;
    const double slower = std::max(1.0, std::max(master.rate, sound.rate) / 48000);
    const auto share = [&](std::size_t all) {
      return static_cast<std::size_t>(static_cast<double>(all) / slower) /
             std::max<std::size_t>(pairs_.size(), 1);
    };
    pair.plan = cut::plan_fine(pair.coarse.pieces, master.length_s, master.attacks_s,
                               std::clamp<std::size_t>(share(kStrokesInAll), 100, cut::kMostStrokes),
                               std::clamp<std::size_t>(share(kChunksInAll), 4, 12));
  }

  // Every file is read once more, for all the pairs it is in.
  Result<Done> measure() {
    const Result<Done> caught = for_all(files_.size(), [&](std::size_t f) -> Result<Done> {
      std::vector<cut::ClipCatcher> catchers;
      std::vector<std::vector<cut::Clip>*> into;
      for (Pair& pair : pairs_) {
        if (pair.plan.places_s.empty()) continue;
        if (pair.master == f) {
          catchers.emplace_back(files_[f].sound.rate, pair.plan.master);
          into.push_back(&pair.on_master);
        }
        if (pair.file == f) {
          catchers.emplace_back(files_[f].sound.rate, pair.plan.camera);
          into.push_back(&pair.on_file);
        }
      }
      if (catchers.empty()) return Done{};
      if (Result<Done> done = catch_clips(files_[f].sound, catchers, options_); !done) return done.error();
      for (std::size_t k = 0; k < catchers.size(); ++k) *into[k] = catchers[k].finish();
      return Done{};
    });
    if (!caught) return caught.error();
    for_each_of(pairs_.size(), [&](std::size_t k) {
      Pair& pair = pairs_[k];
      if (!pair.laid()) return;
      const cut::Compared compared =
          cut::compare(pair.plan, pair.coarse.pieces, pair.on_file, pair.on_master);
      pair.on_file = {};
      pair.on_master = {};
      pair.fine = cut::lay_finely(
          pair.coarse, pair.plan, compared, files_[pair.master].sound.attacks_s,
          pair.plan.places_s.empty() ? files_[pair.file].sound.attacks_s : std::vector<double>{});
    });
    return Done{};
  }

  double late_s(std::size_t camera) const {
    const auto given = options_.distance_m.find(name(camera));
    return given == options_.distance_m.end() ? 0 : given->second / kSoundSpeed;
  }

  void tell() {
    for (std::size_t c = 0; c < cameras_.size(); ++c) {
      LaidCamera camera;
      camera.name = name(c);
      double longest = -1;
      for (std::size_t f = 0; f < files_.size(); ++f) {
        if (files_[f].camera != c) continue;
        camera.length_s += files_[f].sound.length_s;
        camera.rate = std::max(camera.rate, files_[f].sound.rate);
        add_file(camera, c, f, longest);
        add_notes(camera, files_[f].sound.notes);
      }
      if (camera.files.empty()) camera.files = files_of(cameras_[c]);
      laid_.cameras.push_back(std::move(camera));
    }
  }

  static void add_notes(LaidCamera& camera, const std::vector<std::string>& notes) {
    for (const std::string& note : notes)
      if (std::ranges::find(camera.notes, note) == camera.notes.end()) camera.notes.push_back(note);
  }

  // Adds the pieces of one of its files to a camera; the longest piece's figures are the camera's.
  void add_file(LaidCamera& camera, std::size_t c, std::size_t f, double& longest) {
    const CameraSound& sound = files_[f].sound;
    const auto add = [&](const cut::Placement& placement) {
      double length = 0;
      for (cut::Piece piece : placement.pieces) {
        length = std::max(length, piece.to_s - piece.from_s);
        piece.offset_s += late_s(c);
        camera.placement.pieces.push_back(piece);
        camera.files.push_back(sound.path);
      }
      if (length <= longest) return;
      longest = length;
      std::vector<cut::Piece> pieces = std::move(camera.placement.pieces);
      camera.placement = placement;
      camera.placement.pieces = std::move(pieces);
    };
    if (const auto given = options_.at.find(camera.name); given != options_.at.end()) {
      if (longest >= 0) return;  // only the first of several files
      const double length = sound.length_s > 0 ? sound.length_s : options_.most_hours * 3600;
      cut::Placement placed;
      placed.grade = cut::Grade::check;
      placed.pieces = {{.from_s = 0, .to_s = length, .offset_s = given->second - late_s(c)}};
      add(placed);
      camera.notes.push_back("placed by hand");
      return;
    }
    if (sound.rate == 0) {
      camera.notes.push_back(no_sound_words(camera.name));
      return;
    }
    if (is_master(f)) {
      cut::Placement own;
      own.grade = cut::Grade::exact;
      own.pieces = {{.from_s = 0, .to_s = sound.length_s}};
      own.inliers = 1;
      own.strokes = own.paired = static_cast<int>(sound.attacks_s.size());
      own.overlap_s = sound.length_s;
      add(own);
      return;
    }
    for (const Pair& pair : pairs_) {
      if (pair.file != f || pair.master != master_) continue;
      for (std::string& words : coarse_words(pair.coarse, camera.name, pair.fine.placement))
        camera.notes.push_back(std::move(words));
      if (!pair.laid()) {
        if (longest < 0) {
          camera.placement.also_at_s = pair.coarse.offsets_s;
          camera.placement.overlap_s = pair.coarse.overlap_s;
          camera.placement.strokes = static_cast<int>(sound.attacks_s.size());
        }
        return;
      }
      add(pair.fine.placement);
      for (std::size_t k = 0; k < pair.fine.residuals.size(); ++k) {
        const cut::Delayed& left = pair.fine.residuals[k];
        camera.residuals.push_back(
            {cut::master_of(pair.fine.placement.pieces[left.piece], left.camera_s) + late_s(c),
             left.off_ms / 1000, pair.fine.on_line[k]});
      }
    }
  }

  // Where no sound is the master, cameras that were laid in one piece are made to agree with one another.
  void join_pairs() {
    std::vector<cut::Tie> ties;
    for (const Pair& pair : pairs_) {
      const cut::Placement& placement = pair.fine.placement;
      if (!pair.laid() || placement.pieces.size() != 1 || placement.grade > cut::Grade::frame) continue;
      ties.push_back({static_cast<int>(pair.master), static_cast<int>(pair.file),
                      placement.pieces[0].offset_s, placement.pieces[0].slope,
                      std::max(placement.offset_95_s, 1e-5), std::max(placement.slope_95, 1e-8)});
    }
    if (ties.empty()) return;
    const cut::Joint joint = cut::join(ties, static_cast<int>(files_.size()), static_cast<int>(master_));
    laid_.closing_s = joint.closing_s;
    for (std::size_t f = 0; f < files_.size(); ++f) {
      LaidCamera& camera = laid_.cameras[files_[f].camera];
      if (is_master(f) || !joint.joined[f] || camera.placement.pieces.size() > 1 || !wants_laying(f))
        continue;
      if (camera.placement.pieces.empty()) {
        const auto by = std::find_if(pairs_.begin(), pairs_.end(), [&](const Pair& pair) {
          return (pair.file == f || pair.master == f) && pair.laid();
        });
        if (by == pairs_.end()) continue;
        camera.placement = by->fine.placement;
        camera.placement.grade = cut::Grade::frame;
        camera.placement.offset_95_s *= 2;
        camera.placement.slope_95 *= 2;
        camera.placement.pieces = {{.from_s = 0, .to_s = files_[f].sound.length_s}};
        camera.files = {files_[f].sound.path};
        camera.notes = {"laid by way of another camera"};
        add_notes(camera, files_[f].sound.notes);
      } else if (camera.placement.grade > cut::Grade::frame) {
        continue;
      }
      camera.placement.pieces[0].offset_s = joint.lines[f].offset_s + late_s(files_[f].camera);
      camera.placement.pieces[0].slope = joint.lines[f].slope;
    }
  }

  std::span<const std::string> cameras_;
  LayOptions options_;
  std::function<bool(const LayProgress&)> asked_;
  std::mutex telling_;
  bool go_on_ = true, own_master_ = false;
  std::vector<File> files_;  // the master last, where it is none of the cameras
  CameraSound master_sound_;
  std::size_t master_ = 0;
  std::vector<Pair> pairs_;
  Laid laid_;
};

}  // namespace

Result<Laid> lay(std::span<const std::string> cameras, const LayOptions& options) {
  return Laying(cameras, options).run();
}

}  // namespace firstchair::hearing
