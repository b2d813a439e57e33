#include <fmt/format.h>

#include <algorithm>
#include <ctime>

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

std::string commitment_of(const std::string& salt, const std::string& name) {
  return store::sha256(salt + " " + name);
}

std::string hour_text(std::int64_t s, std::int64_t now_s) {
  constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
  const auto local = [](std::int64_t at) {
    const auto t = static_cast<std::time_t>(at);
    std::tm parts{};
#ifdef __wasm__
    ::gmtime_r(&t, &parts);  // a module that imports nothing knows no place
#else
    ::localtime_r(&t, &parts);
#endif
    return parts;
  };
  const std::tm then = local(s), now = local(now_s);
  const std::string hour = fmt::format("{:02}:{:02}", then.tm_hour, then.tm_min);
  if (then.tm_year == now.tm_year && then.tm_yday == now.tm_yday) return hour;
  std::string text = fmt::format("{} {}", then.tm_mday, kMonths[then.tm_mon]);
  if (then.tm_year != now.tm_year) text += fmt::format(" {}", then.tm_year + 1900);
  return text + " " + hour;
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
                              std::int64_t t, const ByHand& by_hand) {
  const char* effect = ruling == Appeal::Ruling::again      ? "again"
                       : ruling == Appeal::Ruling::left_out ? "left out"
                       : ruling == Appeal::Ruling::strokes  ? "strokes"
                                                            : "none";
  json fields{{"appeal", appeal + 1}, {"effect", effect}, {"text", reason}};
  if (ruling == Appeal::Ruling::strokes) write_by_hand(fields, by_hand);
  return {t, "ruling", std::move(fields)};
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

store::RecordLine cancelled_line(const std::string& reason, std::int64_t t) {
  return {t, "cancelled", {{"text", reason}}};
}

store::RecordLine declined_line(int challenge, std::int64_t t) {
  return {t, "outcome", {{"better", json::array()}, {"challenge", challenge}, {"outcome", "declined"}}};
}

}  // namespace firstchair::audition
