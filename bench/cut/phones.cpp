#include "bench/cut/phones.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "lab/performances.h"
#include "lab/process.h"
#include "lab/render.h"
#include "lab/sound.h"

namespace firstchair::bench {
namespace {

using Rooms = std::vector<const char*>;
const Rooms kNear{"empty-apartment-bedroom", "terrys-typing-room", "genesis6-live-room", "basement",
                  "seminar-room-clap",       "maes-howe"};
const Rooms kFar{"st-andrews-church",
                 "st-margarets-church",
                 "st-patricks-church-patrington-position1",
                 "jack-lyons-hall",
                 "saint-lawrence-church-molenbeek-wersbeek-belgium",
                 "lady-chapel-st-albans-cathedral",
                 "arthur-sykes-rymer-auditorium",
                 "falkland-palace-royal-tennis-court"};
const Rooms kBad{"underground-car-park", "museum-basement-clap", "purnodes-railroad-tunnel",
                 "sports-centre-university-of-york"};

const char* room_of(Site place, std::uint64_t seed) {
  const Rooms& rooms = place == Site::near ? kNear : place == Site::far ? kFar : kBad;
  return rooms[seed % rooms.size()];
}

std::vector<float> read_response(Site place, std::uint64_t seed) {
  std::vector<float> response =
      lab::load_sound(lab::corpora_folder() + "/rooms/" + room_of(place, seed) + ".flac");
  if (response.empty()) {  // no data folder: a plain decay
    lab::Dice dice(seed);
    response.resize(place == Site::near ? 11025 : 66150);
    for (std::size_t n = 0; n < response.size(); ++n)
      response[n] =
          static_cast<float>(0.03 * dice.normal() *
                             std::exp(-5.0 * static_cast<double>(n) / static_cast<double>(response.size())));
    response[0] = 1;
    return response;
  }
  // The direct sound is the first that reaches a fifth of the highest peak.
  float most = 0;
  for (const float x : response) most = std::max(most, std::abs(x));
  const auto direct =
      std::find_if(response.begin(), response.end(), [&](float x) { return std::abs(x) >= 0.2F * most; });
  response.erase(response.begin(), direct);
  return response;
}

const std::vector<float>& response_of(Site place, std::uint64_t seed) {
  static std::map<std::string, std::vector<float>> all;
  const auto [found, is_new] = all.try_emplace(room_of(place, seed));
  if (is_new) found->second = read_response(place, seed);
  return found->second;
}

double power_of(const std::vector<float>& sound) {
  double sum = 0;
  for (const float x : sound) sum += static_cast<double>(x) * static_cast<double>(x);
  return sum / static_cast<double>(std::max<std::size_t>(sound.size(), 1));
}

void add_hiss(std::vector<float>& sound, double snr_db, std::uint64_t seed) {
  lab::Dice dice(seed);
  std::vector<float> hiss(sound.size());
  double low = 0;
  for (float& x : hiss) {  // half of it is a rumble below some 500 Hz
    const double white = 2 * dice.uniform() - 1;
    low += 0.07 * (white - low);
    x = static_cast<float>(white + 5 * low);
  }
  const double level = std::sqrt(power_of(sound) / power_of(hiss) * std::pow(10, -snr_db / 10));
  for (std::size_t n = 0; n < sound.size(); ++n) sound[n] += static_cast<float>(level) * hiss[n];
}

// Returns the sound at another rate that is at most a tenth away. Its kernel is shorter than the lab's and
// its places are not interpolated, which leaves 60 dB and takes a quarter of the time: a telephone has less.
std::vector<float> at_rate(const std::vector<float>& in, double from_rate, double to_rate) {
  constexpr std::size_t kPlaces = 4096, kHalf = 16, kTaps = 2 * kHalf;
  const double step = from_rate / to_rate, cutoff = std::min(1.0, 1 / step) * 0.92;
  std::vector<float> table((kPlaces + 1) * kTaps);
  for (std::size_t p = 0; p <= kPlaces; ++p)
    for (std::size_t k = 0; k < kTaps; ++k) {
      const double d = static_cast<double>(p) / kPlaces - (static_cast<double>(k) + 1 - kHalf);
      const double x = std::numbers::pi * cutoff * d, sinc = std::abs(x) < 1e-9 ? 1 : std::sin(x) / x;
      table[p * kTaps + k] =
          static_cast<float>(cutoff * sinc * (0.5 + 0.5 * std::cos(std::numbers::pi * d / kHalf)));
    }
  std::vector<float> padded(in.size() + kTaps + 1);
  std::copy(in.begin(), in.end(), padded.begin() + kHalf);
  std::vector<float> out(static_cast<std::size_t>(static_cast<double>(in.size()) / step));
  for (std::size_t n = 0; n < out.size(); ++n) {
    const double at = static_cast<double>(n) * step, whole = std::floor(at);
    const float* sample = padded.data() + static_cast<std::size_t>(whole) + 1;
    const float* weight = table.data() + static_cast<std::size_t>((at - whole) * kPlaces + .5) * kTaps;
    float sums[8] = {};  // that need not wait for each other
    for (std::size_t k = 0; k < kTaps; k += 8)
      for (std::size_t lane = 0; lane < 8; ++lane) sums[lane] += sample[k + lane] * weight[k + lane];
    for (const float sum : sums) out[n] += sum;
  }
  return out;
}

// A telephone's automatic gain: quick down, slow up, then the rails.
void pump(std::vector<float>& sound, double rate) {
  double follow = 0;
  const double down = std::exp(-1 / (0.005 * rate)), up = std::exp(-1 / (0.4 * rate));
  for (float& x : sound) {
    const double level = std::abs(static_cast<double>(x));
    follow = level > follow ? down * follow + (1 - down) * level : up * follow;
    x = static_cast<float>(std::clamp(static_cast<double>(x) * 0.9 / (0.05 + 1.2 * follow), -1.0, 1.0));
  }
}

}  // namespace

const char* name_of(Site place) {
  return place == Site::near ? "near" : place == Site::far ? "far" : "bad";
}

Phone draw_phone(Site place, lab::Dice& dice, double most_ppm) {
  Phone phone;
  phone.site = place;
  phone.ppm = (dice.below(2) == 0 ? -1 : 1) * (20 + (most_ppm - 20) * dice.uniform());
  phone.offset_s = 6 * dice.uniform();
  phone.rate = dice.below(2) == 0 ? 44100 : 48000;
  phone.snr_db = place == Site::near ? 25 : place == Site::far ? 10 : 3;
  phone.codec = dice.below(2) == 0 ? "aac" : "opus";
  phone.kbit = place == Site::near ? 96 : place == Site::far ? 64 : 48;
  phone.seed = static_cast<std::uint64_t>(dice.below(1 << 30));
  return phone;
}

std::string room_of(const Phone& phone) {
  return room_of(phone.site, phone.seed);
}

lab::Piece grooves_of(double seconds, std::uint64_t seed) {
  static const std::vector<lab::Piece> pieces = [] {
    std::vector<lab::Piece> some = lab::held_drummers(40, 120);
    if (some.size() < 10) some = lab::grooves(lab::Use::validation, 40, 120);
    return some;
  }();
  lab::Piece whole;
  for (std::size_t k = seed; whole.seconds < seconds + 1; ++k) {
    const lab::Piece& piece = pieces[k % pieces.size()];
    for (lab::Stroke stroke : piece.strokes) {
      stroke.seconds += whole.seconds;
      whole.strokes.push_back(stroke);
    }
    whole.seconds += piece.seconds;
  }
  std::erase_if(whole.strokes, [&](const lab::Stroke& stroke) { return stroke.seconds > seconds - 1; });
  whole.seconds = seconds;
  return whole;
}

std::vector<float> performance(double seconds, const std::vector<lab::Kit>& kits, std::uint64_t seed) {
  return lab::render(grooves_of(seconds, seed), kits[seed % kits.size()], seed).sound;
}

std::optional<std::string> keep(const std::vector<float>& master, const Phone& phone, double seconds,
                                const std::string& file, cut::Piece& truth) {
  // Samples of the camera to a second of the master.
  const double per_second = phone.rate / ((1 + phone.ppm * 1e-6) * phone.speed);
  std::vector<float> wet = lab::convolve(master, response_of(phone.site, phone.seed));
  if (phone.echo_level > 0) {
    const auto late = static_cast<std::size_t>(phone.echo_s * lab::kBenchRate);
    const std::vector<float> direct = wet;
    for (std::size_t n = late; n < wet.size(); ++n)
      wet[n] += static_cast<float>(phone.echo_level) * direct[n - late];
  }
  const std::vector<float> heard = at_rate(wet, lab::kBenchRate, per_second);
  const auto first = static_cast<std::ptrdiff_t>(std::llround(phone.offset_s * per_second));
  truth.offset_s = static_cast<double>(first) / per_second;
  truth.slope = phone.rate / per_second - 1;
  std::vector<float> sound;
  const auto count = static_cast<std::ptrdiff_t>(seconds * phone.rate);
  for (std::ptrdiff_t n = 0; n < count; ++n) {
    std::ptrdiff_t from = first + n;
    for (const Loss& loss : phone.lost)
      if (n >= static_cast<std::ptrdiff_t>(loss.at_s * phone.rate))
        from += static_cast<std::ptrdiff_t>(loss.lost_s * phone.rate);
    if (from >= static_cast<std::ptrdiff_t>(heard.size())) break;
    sound.push_back(from < 0 ? 0.0F : heard[static_cast<std::size_t>(from)]);
  }
  truth.from_s = 0;
  truth.to_s = static_cast<double>(sound.size()) / phone.rate;
  lab::normalise(sound);
  add_hiss(sound, phone.snr_db, phone.seed + 1);
  if (phone.site == Site::bad) pump(sound, phone.rate);
  const std::string wav = file + ".wav";
  if (!lab::save_wav(wav, sound, phone.rate)) return std::nullopt;
  if (phone.codec == "wav") return wav;
  const bool aac = phone.codec == "aac";
  const std::string coded = file + (aac ? ".m4a" : ".webm");
  // Coders that think as little as a telephone's.
  const lab::ProgramRun run =
      lab::run_program({"ffmpeg", "-v", "quiet", "-y", "-i", wav, "-c:a", aac ? "aac" : "libopus",
                        aac ? "-aac_coder" : "-compression_level", aac ? "fast" : "0", "-b:a",
                        fmt::format("{}k", phone.kbit), coded});
  std::error_code failed;
  std::filesystem::remove(wav, failed);
  if (run.code != 0) return std::nullopt;
  return coded;
}

std::vector<cut::Piece> pieces_of(const Phone& phone, const cut::Piece& truth) {
  std::vector<cut::Piece> pieces{truth};
  for (const Loss& loss : phone.lost) {
    cut::Piece after = pieces.back();
    pieces.back().to_s = after.from_s = loss.at_s;
    after.offset_s += loss.lost_s * (1 + truth.slope);
    pieces.push_back(after);
  }
  return pieces;
}

}  // namespace firstchair::bench
