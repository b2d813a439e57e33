#include "charts/abc/abc_music.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "charts/limits.h"

namespace firstchair::charts {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr int kMostNumber = 100'000;
constexpr int kMostRest = 1000;  // bars: nobody rests for longer, and a few bytes make no book of them

// The whole number at `at`, which moves behind it; `otherwise` without one.
int number_at(std::string_view text, std::size_t& at, int otherwise) {
  if (at >= text.size() || !digit(text[at])) return otherwise;
  int number = 0;
  for (; at < text.size() && digit(text[at]); ++at)
    number = std::min(10 * number + (text[at] - '0'), kMostNumber);
  return number;
}

}  // namespace

std::size_t abc_key(std::string_view text, AbcKey& key) {
  std::size_t at = 0;
  key = {};
  for (; at < text.size() && (text[at] == '^' || text[at] == '_' || text[at] == '='); ++at) {
    if (text[at] != '=') key.alter += text[at] == '^' ? 1 : -1;
  }
  if (at >= text.size()) return 0;
  const char c = text[at++];
  const bool low = c >= 'A' && c <= 'G', high = c >= 'a' && c <= 'g';
  if (!low && !high) return 0;
  constexpr std::array<int, 7> kSteps{5, 6, 0, 1, 2, 3, 4};  // from A
  key.place = (low ? 28 : 35) + kSteps[static_cast<std::size_t>(low ? c - 'A' : c - 'a')];
  for (; at < text.size() && (text[at] == '\'' || text[at] == ','); ++at)
    key.place += text[at] == ',' ? -7 : 7;
  key.place = std::clamp(key.place, -70, 140);
  key.alter = std::clamp(key.alter, -2, 2);
  return at;
}

std::string AbcMusic::place() const {
  return "line " + std::to_string(line_) + ", column " + std::to_string(at_ + 1);
}

void AbcMusic::set_meter(const MeterChange& meter) {
  meter_ = meter;
  if (open_ && voice_->measures.back().layers.front().empty()) voice_->measures.back().meter = meter;
}

void AbcMusic::set_tempo(double bpm) {
  tempo_ = bpm;
  if (!open_) return;
  double ticks = 0;
  for (const AbcBeat& beat : voice_->measures.back().layers.back()) ticks += beat.ticks;
  voice_->measures.back().tempi.push_back({std::llround(ticks), bpm});
  tempo_.reset();
}

AbcMeasure& AbcMusic::begin_measure() {
  if (open_) return voice_->measures.back();
  AbcMeasure& measure = voice_->measures.emplace_back();
  measure.line = line_;
  measure.meter = meter_;
  measure.flow = std::move(coming_);
  coming_ = {};
  if (tempo_) measure.tempi.push_back({0, *tempo_});
  tempo_.reset();
  open_ = true;
  return measure;
}

// 1 "3" "3/2" "/2" "/" "//": how many units.
double AbcMusic::length() {
  const double num = number_at(text_, at_, 1);
  double den = 1;
  while (at('/')) {
    ++at_;
    den = digit(at_ < text_.size() ? text_[at_] : ' ') ? number_at(text_, at_, 1) : 2 * den;
  }
  return den > 0 ? num / den : num;
}

void AbcMusic::tuplet() {
  ++at_;
  const int p = number_at(text_, at_, 3);
  const bool compound = meter_.unit == 8 && meter_.beats % 3 == 0;
  constexpr std::array<int, 10> kIn{1, 1, 3, 2, 3, 0, 2, 0, 3, 0};  // 0: two, or three of compound time
  int q = p < 10 ? kIn[static_cast<std::size_t>(p)] : 0;
  if (q == 0) q = compound ? 3 : 2;
  int r = p;
  if (at(':')) {
    ++at_;
    q = number_at(text_, at_, q);
    if (at(':')) {
      ++at_;
      r = number_at(text_, at_, p);
    }
  }
  if (p < 1 || q < 1 || p > 64 || q > 64) return;
  tuplet_left_ = r;
  tuplet_times_ = static_cast<double>(q) / p;
}

void AbcMusic::decoration(std::string_view name) {
  constexpr std::array<std::string_view, 3> kAccents{"accent", ">", "emphasis"};
  constexpr std::array<std::string_view, 8> kDynamics{"pppp", "ppp", "pp", "p", "mp", "mf", "f", "ff"};
  constexpr std::array<std::uint8_t, 8> kVelocities{15, 30, 45, 60, 75, 90, 105, 120};
  if (std::find(kAccents.begin(), kAccents.end(), name) != kAccents.end()) decorations_.accent = true;
  if (name == "(.") decorations_.ghost = true;
  if (name == "open") decorations_.open = true;
  if (name.starts_with("style="))
    decorations_.head = name == "style=x" ? "x" : name == "style=harmonic" ? "diamond" : "";
  if (name == "/" || name == "//" || name == "///") decorations_.slashes = static_cast<int>(name.size());
  const auto* const dynamic = std::find(kDynamics.begin(), kDynamics.end(), name);
  if (dynamic != kDynamics.end())
    velocity_ = kVelocities[static_cast<std::size_t>(dynamic - kDynamics.begin())];
  if (name == "fff" || name == "ffff") velocity_ = 127;
  jump(name);
}

// Signs stand before what they mark, jumps behind the bar that they follow.
void AbcMusic::jump(std::string_view name) {
  if (name == "segno") begin_measure().flow.segno = "segno";
  if (name == "coda") begin_measure().flow.coda = "coda";
  if (voice_->measures.empty()) return;
  BarFlow& flow = voice_->measures.back().flow;
  if (name == "fine") flow.fine = true;
  if (name == "dacoda") flow.to_coda = "coda";
  if (name == "D.C." || name == "dacapo") flow.da_capo = true;
  if (name == "D.S.") flow.dal_segno = "segno";
}

// "|" "||" "|]" "[|" "|:" ":|" "::" "|1" ":|2": before a bar, behind one, or both.
void AbcMusic::bar_line() {
  int before = 0, after = 0, lines = 0;
  bool ends = false;
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    const bool opens = c == '[' && at_ + 1 < text_.size() && text_[at_ + 1] == '|';
    if (c == ':') {
      ++(lines > 0 ? after : before);
    } else if (c == '|' || (c == ']' && lines > 0) || opens) {
      if (after > 0) break;  // the next bar line
      ends = ends || c == ']' || lines > 0;
      ++lines;
    } else {
      break;
    }
  }
  if (lines == 0 && before > 1) after = before = before / 2;  // "::"
  if (!voice_->measures.empty()) {
    BarFlow& flow = voice_->measures.back().flow;
    if (before > 0) {
      flow.backward = true;
      flow.times = before + 1;
    }
    if (ends || before > 0 || after > 0) flow.ending_stops = true;
  }
  open_ = false;
  if (after > 0) coming_.forward = true;
  if (at_ < text_.size() && digit(text_[at_])) ending();
}

// "1", "1,3", "1-3".
void AbcMusic::ending() {
  constexpr int kMostPasses = 64;
  while (at_ < text_.size() && digit(text_[at_])) {
    const int from = number_at(text_, at_, 0);
    int to = from;
    if (at('-') && at_ + 1 < text_.size() && digit(text_[at_ + 1])) {
      ++at_;
      to = number_at(text_, at_, from);
    }
    for (int pass = from; pass <= std::min(to, kMostPasses); ++pass) {
      if (pass >= 1 && coming_.ending.size() < kMostPasses) coming_.ending.push_back(pass);
    }
    if (!at(',') || at_ + 1 >= text_.size() || !digit(text_[at_ + 1])) return;
    ++at_;
  }
}

AbcStroke AbcMusic::stroke_of(const AbcKey& key) const {
  AbcStroke stroke{.key = key, .head = decorations_.head, .open = decorations_.open};
  stroke.dynamic = decorations_.accent  ? Dynamic::accent
                   : decorations_.ghost ? Dynamic::ghost
                                        : Dynamic::normal;
  return stroke;
}

void AbcMusic::graces() {
  ++at_;
  while (at_ < text_.size() && text_[at_] != '}') {
    AbcKey key;
    const std::size_t bytes = abc_key(text_.substr(at_), key);
    if (bytes > 0) graces_.push_back(key);
    at_ += std::max<std::size_t>(bytes, 1);
  }
  at_ = std::min(at_ + 1, text_.size());
}

void AbcMusic::note() {
  AbcKey key;
  at_ += abc_key(text_.substr(at_), key);
  AbcBeat beat;
  beat.strokes.push_back(stroke_of(key));
  add_beat(std::move(beat), length());
  if (at('-')) tied_.push_back(key);
}

std::optional<Error> AbcMusic::chord() {
  const std::string where = place();
  ++at_;
  AbcBeat beat;
  const Decorations outer = decorations_;
  std::vector<AbcKey> held;
  double units = 0;
  while (at_ < text_.size() && text_[at_] != ']') {
    AbcKey key;
    const std::size_t bytes = abc_key(text_.substr(at_), key);
    const std::size_t close = text_[at_] == '!' ? text_.find('!', at_ + 1) : std::string_view::npos;
    if (bytes > 0) {
      at_ += bytes;
      beat.strokes.push_back(stroke_of(key));
      decorations_ = outer;
      const double own = length();
      if (units == 0) units = own;
    } else if (close != std::string_view::npos) {
      decoration(text_.substr(at_ + 1, close - at_ - 1));
      at_ = close + 1;
    } else {
      if (text_[at_] == 'L') decorations_.accent = true;
      if (text_[at_] == '-' && !beat.strokes.empty()) held.push_back(beat.strokes.back().key);
      ++at_;
    }
  }
  if (at_ >= text_.size())
    return Error{ErrorCode::malformed, where, "a chord that is not closed", "Write its ]"};
  ++at_;
  if (beat.strokes.empty()) return std::nullopt;  // no chord, but who knows what
  decorations_ = outer;
  units *= length();
  if (at('-')) {
    for (const AbcStroke& stroke : beat.strokes) held.push_back(stroke.key);
  }
  add_beat(std::move(beat), units);
  tied_ = std::move(held);
  return std::nullopt;
}

// z4 is a rest, x4 one that is not printed, Z4 four measures of rest.
std::optional<Error> AbcMusic::rests() {
  const char c = text_[at_++];
  if (c == 'z' || c == 'x') {
    add_beat({}, length());
    return std::nullopt;
  }
  const int measures = number_at(text_, at_, 1);
  if (measures > kMostRest)
    return Error{ErrorCode::too_large, place(), "a rest of over 1,000 bars", "Cut the tune"};
  for (int i = 0; i < measures; ++i) {
    if (static_cast<std::int64_t>(voice_->measures.size()) > kMaxBars)
      return Error{ErrorCode::too_large, place(), "over 100,000 bars", "Cut the tune"};
    open_ = false;
    AbcMeasure& measure = begin_measure();
    measure.layers.back().push_back({.ticks = static_cast<double>(meter_.bar_length())});
  }
  return std::nullopt;
}

// a>b: the first is dotted and the second half as long; a>>b more so, a<b the other way round.
void AbcMusic::broken() {
  const char c = text_[at_];
  double part = 1;
  for (; at(c); ++at_) part /= 2;
  if (!open_ || voice_->measures.back().layers.back().empty()) return;
  const double longer = 2 - part;
  voice_->measures.back().layers.back().back().ticks *= c == '>' ? longer : part;
  broken_ = c == '>' ? part : longer;
}

void AbcMusic::add_beat(AbcBeat beat, double units) {
  AbcMeasure& measure = begin_measure();
  beat.ticks = std::clamp(units * unit_ * broken_, 0.0, static_cast<double>(kLongestMeasure));
  broken_ = 1;
  if (tuplet_left_ > 0) {
    beat.ticks *= tuplet_times_;
    --tuplet_left_;
  }
  for (AbcStroke& stroke : beat.strokes)
    stroke.tied = std::find(tied_.begin(), tied_.end(), stroke.key) != tied_.end();
  tied_.clear();
  beat.slashes = decorations_.slashes;
  beat.velocity = velocity_;
  if (!beat.strokes.empty()) {
    beat.graces = std::move(graces_);
    graces_.clear();
  }
  decorations_ = {};
  measure.layers.back().push_back(std::move(beat));
}

// What is one sign, and means nothing to a drummer but the accent.
void AbcMusic::sign(char c) {
  constexpr std::string_view kReadOver = " \t\r\\`.~HJMOPRSTuvykpqrstlmnohijw)'*;@$?#-,_=^/0123456789";
  if (c == 'L') decorations_.accent = true;
  if (c == '&') {
    begin_measure().layers.emplace_back();
    tied_.clear();
  }
  if (c != 'L' && c != '&' && kReadOver.find(c) == std::string_view::npos)
    remarks_->add(place(), "a sign that is no ABC is read over");
  ++at_;
}

std::optional<Error> AbcMusic::element() {
  const char c = text_[at_];
  const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  AbcKey key;
  if (abc_key(text_.substr(at_), key) > 0) {
    note();
  } else if (c == '!' || c == '+' || c == '"') {
    const std::size_t close = text_.find(c, at_ + 1);
    if (close != std::string_view::npos && c != '"') decoration(text_.substr(at_ + 1, close - at_ - 1));
    at_ = close == std::string_view::npos ? (c == '"' ? text_.size() : at_ + 1) : close + 1;
  } else if (c == '|' || c == ':' || (c == '[' && next == '|') || c == ']') {
    if (c == ']') {
      ++at_;
    } else {
      bar_line();
    }
  } else if (c == '[' && digit(next)) {
    ++at_;
    ending();
  } else if (c == '[') {
    return chord();
  } else if (c == 'z' || c == 'x' || c == 'Z' || c == 'X') {
    return rests();
  } else if (c == '{') {
    graces();
  } else if (c == '(') {
    if (digit(next)) {
      tuplet();
    } else {
      ++at_;
    }
  } else if (c == '>' || c == '<') {
    broken();
  } else {
    sign(c);
  }
  return std::nullopt;
}

std::optional<Error> AbcMusic::read(std::string_view text, int line, const Field& field) {
  text_ = text;
  line_ = line;
  at_ = 0;
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  while (at_ < text_.size()) {
    if (static_cast<std::int64_t>(voice_->measures.size()) > kMaxBars)
      return Error{ErrorCode::too_large, place(), "over 100,000 bars", "Cut the tune"};
    const bool inline_field =
        at('[') && at_ + 2 < text_.size() && letter(text_[at_ + 1]) && text_[at_ + 2] == ':';
    if (!inline_field) {
      if (auto error = element()) return error;
      continue;
    }
    const std::size_t end = std::min(text_.find(']', at_), text_.size());
    const char name = text_[at_ + 1];
    const std::string_view value = text_.substr(at_ + 3, end - std::min(end, at_ + 3));
    at_ = std::min(end + 1, text_.size());
    if (name == 'V') return field(name, value, text_.substr(at_));
    if (auto error = field(name, value, {})) return error;
  }
  return std::nullopt;
}

}  // namespace firstchair::charts
