// Comments at a bar and a beat, and own phrases for them.
#include "apps/school/assigned.h"
#include "engine/core/letters.h"

namespace firstchair::school_api {
namespace {

using school::Verb;

constexpr std::size_t kMostLetters = 2000;

Json json_of(Call& call, const school::Comment& one) {
  const auto who = call.store.person(call.school, one.by);
  const std::string name = who ? full_name(*who) : std::string();
  return {{"id", one.id},
          {"submission", one.submission},
          {"bar", one.bar},
          {"beat", one.beat},
          {"text", one.text},
          {"by", one.by},
          {"by_name", name},
          {"at_s", one.at_s},
          {"edited_s", maybe_json(one.edited_s)}};
}

// The comment of the path, if the actor wrote it.
Result<school::Comment> own_comment(Call& call, Told& refused) {
  const auto id = call.number();
  auto found = id ? call.store.comment(call.school, *id) : Result<school::Comment>(Error{});
  if (!found) {
    refused = id ? refusal(found.error()) : nothing_there();
  } else if (found->by != call.actor.person) {
    refused = refusal(403, "only who wrote a comment changes it");
    return Error{};
  }
  return found;
}

}  // namespace

Told list_comments(Call& call) {
  Told refused;
  const auto found = submission_of(call, Verb::read_takes, refused);
  if (!found) return refused;
  const auto all = call.store.comments(call.school, found->submission.id);
  if (!all) return refusal(all.error());
  Json list = Json::array();
  for (const school::Comment& one : *all) list.push_back(json_of(call, one));
  return told({{"comments", std::move(list)}});
}

Told add_comment(Call& call) {
  Told refused;
  const auto found = submission_of(call, Verb::comment, refused);
  if (!found) return refused;
  const auto body = call.object();
  bool wrong = !body;
  school::Comment one;
  one.submission = found->submission.id;
  const auto bar = wrong ? std::nullopt : whole(*body, "bar", wrong);
  wrong = wrong || (bar && (*bar < 0 || *bar > 100'000));
  if (bar && !wrong) one.bar = static_cast<int>(*bar);
  if (!wrong && body->contains("beat")) {
    const Json& beat = (*body)["beat"];
    wrong = !beat.is_number() || beat.get<double>() < 0 || beat.get<double>() > 1000;
    if (!wrong) one.beat = beat.get<double>();
  }
  if (!wrong) one.text = text(*body, "text", wrong);
  if (wrong || one.text.empty()) return refusal(400, "a text is needed, and bar and beat as numbers from 1");
  if (letters_of(one.text) > kMostLetters) return refusal(400, "a comment has 2,000 letters at most");
  const auto id = call.store.add_comment(call.school, one, call.act());
  if (!id) return refusal(id.error());
  const auto made = call.store.comment(call.school, *id);
  return made ? told(json_of(call, *made), 201) : refusal(made.error());
}

Told change_comment(Call& call) {
  Told refused;
  const auto found = own_comment(call, refused);
  if (!found) return refused;
  const auto body = call.object();
  bool wrong = !body;
  const std::string fresh = wrong ? "" : text(*body, "text", wrong);
  if (wrong || fresh.empty()) return refusal(400, "a text is needed");
  if (letters_of(fresh) > kMostLetters) return refusal(400, "a comment has 2,000 letters at most");
  const Result<Done> changed = call.store.change_comment(call.school, found->id, fresh, call.act());
  if (!changed) return refusal(changed.error());
  const auto now = call.store.comment(call.school, found->id);
  return now ? told(json_of(call, *now)) : refusal(now.error());
}

Told end_comment(Call& call) {
  Told refused;
  const auto found = own_comment(call, refused);
  if (!found) return refused;
  const Result<Done> ended = call.store.change_comment(call.school, found->id, {}, call.act());
  return ended ? told_nothing() : refusal(ended.error());
}

Told own_phrases(Call& call) {
  const auto all = call.store.phrases(call.school, call.actor.person);
  return all ? told({{"phrases", *all}}) : refusal(all.error());
}

Told set_phrases(Call& call) {
  const auto body = call.object();
  std::vector<std::string> all;
  bool wrong = !body || !body->contains("phrases") || !(*body)["phrases"].is_array();
  if (!wrong)
    for (const Json& one : (*body)["phrases"]) {
      const Json object{{"text", one}};
      all.push_back(text(object, "text", wrong));
    }
  if (wrong) return refusal(400, "phrases is a list of texts");
  const Result<Done> set = call.store.set_phrases(call.school, call.actor.person, all);
  return set ? told({{"phrases", all}}) : refusal(set.error());
}

}  // namespace firstchair::school_api
