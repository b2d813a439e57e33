// What teachers assign and students hand in, as the store keeps it. What a demand, a standing and a pass rule
// are, engine/assign says.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/assign/pass.h"
#include "engine/core/result.h"

namespace firstchair::school {

enum class PlayedOn : unsigned char { any, midi, audio };
enum class KeepSound : unsigned char { none, teacher, keep };  // nobody, until the teacher listened, its days
enum class Release : unsigned char { now, due, by_hand };      // when students see results

// Points are a teacher's own number for a result, by ResultStanding; firstchair makes none.
using Points = std::array<std::optional<double>, 6>;

struct Assignment {
  std::int64_t id = 0;
  std::int64_t klass = 0;
  // Counts changes of what is asked (music, demands, pass rule): what was played for one is judged by that
  // one. A title, a day or who sees results makes none.
  int version = 1;
  std::string title;
  std::string item;  // what is played: a built-in chart's name or a chart's hash
  double bpm = 0;
  bool click = true;
  int bars = 0;  // 0: the chart's
  PlayedOn source = PlayedOn::any;
  std::vector<assign::Demand> demands;  // at least one
  assign::PassRule pass = {};
  std::optional<int> attempts = {};  // nothing: as many as one likes
  std::int64_t opens_s = 0;
  std::optional<std::int64_t> due_s = {}, closes_s = {};
  assign::LateRule late = assign::LateRule::marked;
  KeepSound sound = KeepSound::none;
  Release results = Release::now;
  bool released = false;  // by hand
  Points points = {};

  bool operator==(const Assignment&) const = default;
};

// An Override is what a teacher changed for one student. The reason is in the log, too.
struct Override {
  std::int64_t person = 0;
  std::optional<int> attempts = {};        // more of them
  std::optional<std::int64_t> due_s = {};  // another day
  bool excused = false;
  std::optional<bool> passed = {};  // the teacher's own result; nothing: what was measured
  std::string reason;

  bool operator==(const Override&) const = default;
};

enum class SubmissionState : unsigned char {
  waiting,  // for being heard
  heard,
  failed,    // through us: it uses no attempt
  taken_out  // by a teacher, with a reason
};

struct Submission {
  std::int64_t id = 0;
  std::int64_t assignment = 0, person = 0;
  int version = 1;
  std::string sent_name;  // what the page calls it: the same name is the same submission
  SubmissionState state = SubmissionState::waiting;
  std::int64_t began_s = 0, came_s = 0;
  std::optional<std::int64_t> take = {};  // of the book
  std::vector<assign::Answered> answers = {};
  std::string why = {};                     // of failed and taken_out
  std::string sound = {}, sound_type = {};  // the hash it is kept by, and its media type; empty: none

  bool operator==(const Submission&) const = default;
};

// A ResultChange is what judging again makes of one student's result.
struct ResultChange {
  std::int64_t person = 0;
  assign::ResultStanding before = {}, under = {}, after = {};  // told; by the version alone; told from now on

  bool operator==(const ResultChange&) const = default;
};

// A Comment lies on a place of a submission.
struct Comment {
  std::int64_t id = 0, submission = 0;
  int bar = 0;      // from 1; 0: the whole take
  double beat = 0;  // from 1; 0: the whole bar
  std::string text;
  std::int64_t by = 0, at_s = 0;
  std::optional<std::int64_t> edited_s = {};

  bool operator==(const Comment&) const = default;
};

// These write and read the texts that the database keeps. Errors: malformed (the store holds something else).
std::string demands_text(const std::vector<assign::Demand>& demands);
Result<std::vector<assign::Demand>> demands_of(const std::string& text);
std::string pass_text(const assign::PassRule& rule);
Result<assign::PassRule> pass_of(const std::string& text);
std::string answers_text(const std::vector<assign::Answered>& answers);
Result<std::vector<assign::Answered>> answers_of(const std::string& text);
std::string points_text(const Points& points);  // empty: there are none
Result<Points> points_of(const std::string& text);

// These return the names that texts and programs use: "spread_norm", "passed_late".
std::string_view id_of(assign::DemandKind kind);
std::string_view id_of(assign::PassKind kind);
std::string_view id_of(assign::DemandStanding standing);
std::string_view id_of(assign::ResultStanding standing);
bool of_a_line(assign::DemandKind kind);

// Says whether two ask for different playing, so that what was played for one is not judged by the other.
bool asks_otherwise(const Assignment& one, const Assignment& other);
// Returns what tells an assignment from what it was before any change, its version first: "3.5f0e62...".
std::string edition_of(const Assignment& assignment);

// Returns what is wrong with an assignment; empty: nothing.
std::string fault_of(const Assignment& assignment);
}  // namespace firstchair::school
