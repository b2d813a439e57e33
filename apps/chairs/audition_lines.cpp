#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <random>

#include "apps/chairs/audition.h"
#include "apps/chairs/record_lines.h"
#include "apps/chairs/seating_record.h"
#include "store/record/bytes.h"

namespace firstchair::audition {
namespace {

using nlohmann::json;

// The attempt that a line speaks of.
json named(const Attempt& a) {
  json fields{{"excerpt", a.excerpt + 1}, {"player", a.player}};
  if (a.challenge > 0) fields["challenge"] = a.challenge, fields["round"] = a.round;
  return fields;
}

}  // namespace

Nonce draw_nonce(const Declaration& declaration, std::size_t excerpt, Level level) {
  std::random_device system;
  const auto share = [&] { return static_cast<double>(system()) / 4294967295.0; };
  const double bpm = declaration.excerpts[excerpt].bpm;
  const double most = level == Level::live ? declaration.attempts->draw_percent / 100 : 0;
  Nonce nonce;
  nonce.bpm = std::round(1e4 * bpm * (1 + most * (2 * share() - 1))) / 1e4;
  nonce.count_in = 1 + static_cast<int>(system() & 1U);
  nonce.seed = system();
  return nonce;
}

std::string draw_blind_id(const Audition& audition) {
  // I and O are read as digits.
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  std::random_device system;
  const std::size_t length = audition.players.size() < 300 ? 2 : 3;
  while (true) {
    std::string id;
    while (id.size() < length) id += kLetters[system() % kLetters.size()];
    if (!audition.entered(id)) return id;
  }
}

std::string draw_salt() {
  std::random_device system;
  std::string salt;
  for (int i = 0; i < 8; ++i) salt += fmt::format("{:08x}", system());
  return salt;
}

std::string commitment_of(const std::string& salt, const std::string& name) {
  return store::sha256(salt + " " + name);
}

std::string hour_text(std::int64_t s, std::int64_t now_s) {
  const auto local = [](std::int64_t at) {
    const auto t = static_cast<std::time_t>(at);
    std::tm parts{};
    ::localtime_r(&t, &parts);
    return parts;
  };
  const std::tm then = local(s), now = local(now_s);
  if (then.tm_year == now.tm_year && then.tm_yday == now.tm_yday) return fmt::format("{:%H:%M}", then);
  std::string text = fmt::format("{} {:%B}", then.tm_mday, then);
  if (then.tm_year != now.tm_year) text += fmt::format(" {}", then.tm_year + 1900);
  return text + fmt::format(" {:%H:%M}", then);
}

store::RecordLine declared_line(const Declaration& declaration, const std::string& key,
                                const std::string& weights, std::int64_t t) {
  return {t,
          "declared",
          {{"declaration", declaration_json(declaration)},
           {"declared_hash", declared_hash_of(declaration)},
           {"engine", FIRSTCHAIR_VERSION},
           {"key", key},
           {"signature", engine_signature()},
           {"weights", weights}}};
}

store::RecordLine entrant_line(const std::string& blind, const std::string& commitment, std::int64_t t) {
  return {t, "entrant", {{"commitment", commitment}, {"player", blind}}};
}

store::RecordLine opened_line(const Attempt& attempt, int number, const std::string& device, std::int64_t t) {
  json fields = named(attempt);
  fields["attempt"] = number;
  fields["bpm"] = decimal(attempt.nonce.bpm, 4);
  fields["count_in"] = attempt.nonce.count_in;
  fields["device"] = device;
  fields["level"] = attempt.level == Level::live ? "live" : "sent";
  fields["seed"] = std::to_string(attempt.nonce.seed);
  return {t, "opened", std::move(fields)};
}

store::RecordLine void_line(const Attempt& attempt, Void why, int bar, const std::string& cause,
                            std::int64_t t) {
  json fields = named(attempt);
  fields["bar"] = std::max(0, bar);
  fields["cause"] = why == Void::machine ? "machine" : "player";
  fields["text"] = cause;
  return {t, "void", std::move(fields)};
}

store::RecordLine appeal_line(const Attempt& attempt, const std::string& text, std::int64_t t) {
  json fields = named(attempt);
  fields["text"] = text;
  return {t, "appeal", std::move(fields)};
}

store::RecordLine ruling_line(std::size_t appeal, Appeal::Ruling ruling, const std::string& reason,
                              std::int64_t t) {
  const char* effect = ruling == Appeal::Ruling::again      ? "again"
                       : ruling == Appeal::Ruling::left_out ? "left out"
                                                            : "none";
  return {t, "ruling", {{"appeal", appeal + 1}, {"effect", effect}, {"text", reason}}};
}

store::RecordLine challenge_line(const std::string& holder, const std::string& challenger, std::int64_t t) {
  return {t, "challenge", {{"challenger", challenger}, {"holder", holder}}};
}

store::RecordLine reveal_line(const std::vector<store::EntrantName>& names, std::int64_t t) {
  json told = json::array();
  for (const store::EntrantName& one : names) {
    if (one.agrees) told.push_back({{"name", one.name}, {"player", one.blind}, {"salt", one.salt}});
  }
  return {t, "reveal", {{"names", std::move(told)}}};
}

store::RecordLine declined_line(int challenge, std::int64_t t) {
  return {t, "outcome", {{"better", json::array()}, {"challenge", challenge}, {"outcome", "declined"}}};
}

}  // namespace firstchair::audition
