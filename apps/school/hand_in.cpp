// Opening an attempt, and handing in what was played.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "apps/school/assigned.h"
#include "apps/school/judged.h"
#include "apps/school/limits.h"
#include "apps/school/multipart.h"
#include "apps/school/opening.h"
#include "apps/school/words.h"
#include "charts/charts.h"
#include "store/json_bounds.h"
#include "store/record/bytes.h"

namespace firstchair::school_api {
namespace {

using school::SubmissionState;
using school::Verb;

constexpr int kMostAMinute = 30;
constexpr std::uint64_t kMostTake = 8 << 20;  // bytes of a take without its sound
constexpr const char* kNoConsent =
    "consent of a guardian is missing: practise here as you like, nothing is sent";

// What one request brings.
struct Sent {
  std::string name;     // what the page calls it
  std::string opening;  // empty: none
  std::string take;     // the page's take; empty: there is a sound alone
  std::optional<Part> sound;
};

bool is_name(const std::string& name) {
  return name.size() >= 8 && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_';
         });
}

// Reads the name and the opening that a take says.
void look_into(const std::string& take, Sent& sent) {
  if (!store::within(take, {})) return;
  const Json json = Json::parse(take, nullptr, false);
  if (!json.is_object()) return;
  bool wrong = false;
  sent.name = text(json, "id", wrong);
  sent.opening = text(json, "opening", wrong);
}

Result<Sent> sent_in(const Call& call) {
  Sent sent;
  if (call.asked.upload.empty()) {
    sent.take = call.asked.body;
    look_into(sent.take, sent);
    return sent;
  }
  const auto parts = parts_of(call.asked.upload, boundary_of(call.asked.type));
  if (!parts) return parts.error();
  for (const Part& part : *parts) {
    if (part.name == "sound") {
      sent.sound = part;
      continue;
    }
    auto value = text_of(call.asked.upload, part, kMostTake);
    if (!value) return value.error();
    if (part.name == "take") sent.take = std::move(*value);
    if (part.name == "id") sent.name = std::move(*value);
    if (part.name == "opening") sent.opening = std::move(*value);
  }
  if (!sent.take.empty()) look_into(sent.take, sent);
  return sent;
}

// Why nobody may play it now; empty: one may. `when_s` is when it is or was opened.
std::string not_open(const school::Assignment& asked, std::int64_t when_s) {
  if (when_s < asked.opens_s) return "this opens on " + when_text(asked.opens_s);
  if (asked.closes_s && when_s > *asked.closes_s) return closed_text(*asked.closes_s);
  return {};
}

Told handed(Call& call, std::int64_t id, int status) {
  const auto one = call.store.submission(call.school, id);
  if (!one) return refusal(one.error());
  const auto asked = call.store.assignment(call.school, one->assignment);
  if (!asked) return refusal(asked.error());
  const auto grade = call.store.grade(call.school, one->assignment, one->person);
  if (!grade) return refusal(grade.error());
  Teller teller(call);
  const bool of_student = sees_as_student(call, *asked);
  const Json json{{"submission", teller.json_of(*one, *asked, of_student)},
                  {"grade", teller.json_of(*grade, *asked, of_student)}};
  return told_by(teller, json, status);
}

// A take that is not handed in stays in the own book; the line says why it was not.
Told kept_only(Call& call, const std::string& name, const Heard& heard, const std::string& why) {
  const auto kept = call.store.keep_take(call.school, call.actor.person, name,
                                         store::pack_take(heard.take, heard.how), call.act());
  return kept ? refusal(409, why) : refusal(kept.error());
}

// Takes the sound over for as long as the assignment has it. An error is the disk's.
Result<Done> keep_sound(Call& call, const Part& part, school::Submission& one) {
  const std::string file = call.asked.upload + ".sound";
  const auto hash = copy_part(call.asked.upload, part, file);
  if (!hash) return hash.error();
  const Result<Done> kept = call.sounds.keep(call.school, *hash, file);
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  if (!kept) return kept;
  one.sound = *hash;
  one.sound_type = part.type.starts_with("audio/") ? part.type : "application/octet-stream";
  return Done{};
}

Told no_room(const Call& call) {
  Told answer =
      refusal(503, school::BlobStore::is_remote(call.config.sounds)
                       ? "the object store does not take the sound now; send it again later"
                       : "there is no room for the sound on the server's disk; send it again later");
  answer.retry_after_s = 600;
  return answer;
}

}  // namespace

Told open_attempt(Call& call) {
  Told refused;
  const auto asked = assignment_of(call, Verb::play, call.actor.person, refused);
  if (!asked) return refused;
  const auto consented = call.store.consented(call.school, call.actor.person);
  if (!consented) return refusal(consented.error());
  if (!*consented) return refusal(409, kNoConsent);
  if (const std::string why = not_open(*asked, call.now_s); !why.empty()) return refusal(409, why);
  const auto grade = call.store.grade(call.school, asked->id, call.actor.person);
  if (!grade) return refusal(grade.error());
  const int used = grade->result.used + grade->waiting;
  if (grade->attempts && used >= *grade->attempts)
    return refusal(
        409, fmt::format("{} of {} attempts are used; your teacher can give more", used, *grade->attempts));
  const auto secret = call.store.secret(call.school, "opening");
  if (!secret) return refusal(secret.error());
  const auto chart = chart_of(call, asked->item);
  if (!chart) return refusal(chart.error());
  return told({{"opening", signed_text({asked->id, call.actor.person, asked->version, call.now_s}, *secret)},
               {"at_s", call.now_s},
               {"version", asked->version},
               {"chart", store::to_base64(charts::write_chart(charts::ChartFormat::tab, *chart))},
               {"chart_name", "chart.tab"}},
              201);
}

Told hand_in(Call& call) {
  Told refused;
  const auto asked = assignment_of(call, Verb::play, call.actor.person, refused);
  if (!asked) return refused;
  const auto sent = sent_in(call);
  if (!sent) return refusal(sent.error().code == ErrorCode::too_large ? 413 : 400, sent.error().line());
  if (!is_name(sent->name)) return refusal(400, "a take has an id of 8 to 64 letters, digits, - and _");
  if (sent->take.empty() && !sent->sound) return refusal(400, "neither a take nor a sound was sent");
  school::Submission one{.assignment = asked->id,
                         .person = call.actor.person,
                         .version = asked->version,
                         .sent_name = sent->name,
                         .began_s = call.now_s,
                         .came_s = call.now_s};
  const auto before = call.store.sent(call.school, one);
  if (!before) return refusal(before.error());
  if (*before) return handed(call, (*before)->id, (*before)->state == SubmissionState::waiting ? 202 : 201);
  const auto lately = call.store.handed_in_since(call.school, call.actor.person, call.now_s - 60);
  if (!lately) return refusal(lately.error());
  if (*lately >= kMostAMinute) {
    Told answer = refusal(429, "30 takes a minute are handed in at most; send it again in a minute");
    answer.retry_after_s = 60;
    return answer;
  }
  const auto consented = call.store.consented(call.school, call.actor.person);
  if (!consented) return refusal(consented.error());
  if (!*consented) return refusal(409, kNoConsent);
  if (!sent->opening.empty()) {
    const auto secret = call.store.secret(call.school, "opening");
    if (!secret) return refusal(secret.error());
    const auto opening = opening_of(sent->opening, *secret);
    if (!opening || opening->assignment != asked->id || opening->person != call.actor.person)
      return refusal(400, "this attempt was opened for something else. Open it again");
    one.version = opening->version;
    one.began_s = std::min(opening->at_s, call.now_s);
  }
  const auto version = call.store.assignment_version(call.school, asked->id, one.version);
  if (!version) return refusal(version.error());

  if (sent->take.empty()) {
    if (!call.config.hearing.recording || call.config.sounds.empty())
      return refusal(400, "this server hears no recordings. Hand in a take of the page");
    if (const std::string why = not_open(*asked, one.began_s); !why.empty()) return refusal(409, why);
    if (const auto kept = keep_sound(call, *sent->sound, one); !kept) return no_room(call);
    const auto id = call.store.hand_in(call.school, one, call.act());
    if (!id) {
      // Where the database did not answer it may have kept it all the same: what is sent again finds it.
      const auto used = call.store.sound_used(call.school, one.sound);
      if (id.error().code == ErrorCode::usage && used && !*used) call.sounds.drop(call.school, one.sound);
      return refused_by_rule(id.error());
    }
    call.listener.wake();
    return handed(call, *id, 202);
  }

  if (!call.config.hearing.page_take) return refusal(503, "this server judges no takes");
  const Result<Heard> heard = call.config.hearing.page_take(sent->take);
  if (!heard)
    return heard.error().code == ErrorCode::too_large ? refusal(413, heard.error().line())
                                                      : refusal(400, heard.error().line());
  const auto chart = chart_of(call, asked->item);
  if (!chart) return refusal(chart.error());
  std::string why = not_as_asked(*version, call.config.hearing.whole(*chart, heard->how.item), *heard);
  if (why.empty()) why = not_open(*asked, one.began_s);
  if (!why.empty()) return kept_only(call, sent->name, *heard, why);
  one.state = SubmissionState::heard;
  const auto limit = limit_of(call.store, call.config.hearing, call.school, call.actor.person, *chart);
  if (!limit) return refusal(limit.error());
  one.answers = answers_of(version->demands, version->bpm, heard->take, *limit);
  if (sent->sound && asked->sound != school::KeepSound::none && !call.config.sounds.empty())
    if (const auto kept = keep_sound(call, *sent->sound, one); !kept) return no_room(call);
  const store::PackedTake packed = store::pack_take(heard->take, heard->how);
  const auto id = call.store.hand_in(call.school, one, call.act(), &packed);
  if (id) return handed(call, *id, 201);
  const Error& error = id.error();
  return error.code == ErrorCode::usage ? kept_only(call, sent->name, *heard, error.what) : refusal(error);
}

}  // namespace firstchair::school_api
