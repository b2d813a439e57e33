// Sessions of the C API.
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "door/c/handles.h"
#include "door/nearest_told.h"
#include "door/page_hear.h"
#include "engine/heard_by.h"
#include "engine/judge/norms.h"
#include "midi/performance.h"
#include "report/report.h"

using namespace firstchair;
using door::caught;
using door::inside;
using door::refuse;

namespace firstchair::door {

firstchair_stroke stroke_of(const Hit& hit) {
  firstchair_stroke stroke{};
  stroke.frame = hit.frame;
  stroke.error_ms = std::numeric_limits<double>::quiet_NaN();
  stroke.voice = static_cast<std::int32_t>(hit.voice);
  stroke.kind = FIRSTCHAIR_HEARD;
  stroke.note = -1;
  stroke.voice_probability = hit.voice_probability;
  stroke.level_db = hit.level_db;
  stroke.strength = hit.strength;
  stroke.sigma_ms = hit.sigma_ms;
  stroke.timed = hit.timed ? 1 : 0;
  stroke.unison = hit.unison ? 1 : 0;
  return stroke;
}

}  // namespace firstchair::door

namespace {

constexpr double kLongestTake = 7 * 24 * 3600;  // s: its microseconds and frames are far from overflowing

std::optional<Chart> chart_of(const firstchair_chart* chart) {
  return chart != nullptr ? std::optional(chart->chart) : std::nullopt;
}

firstchair_status tell_take(firstchair_session& session, const char** take) {
  if (session.take->hits.empty()) {
    return refuse({ErrorCode::unsupported, {}, "no stroke heard", "Record closer to the drum or louder"});
  }
  *take = session.json.c_str();
  return FIRSTCHAIR_OK;
}

// One place where a take becomes what the handle tells.
void finish(firstchair_session& session, Take take) {
  door::tell_nearest_chart(take);
  session.json = report::take_json(take, session.ear);
  session.take = std::move(take);
}

std::vector<Hit> take_heard(firstchair_session& session, std::size_t room) {
  const std::size_t count = std::min(room, session.heard.size());
  const auto end = session.heard.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<Hit> some(session.heard.begin(), end);
  session.heard.erase(session.heard.begin(), end);
  return some;
}

firstchair_status over() {
  return refuse(FIRSTCHAIR_USAGE, "the session is finished; open another one");
}

}  // namespace

extern "C" {

firstchair_status firstchair_session_new(const char* settings, const firstchair_chart* chart,
                                         firstchair_session** session) {
  if (session == nullptr) return refuse(FIRSTCHAIR_USAGE, "there is no place for the session");
  *session = nullptr;
  return caught([&]() -> firstchair_status {
    Result<door::PageHearing> hearing = door::parse_hear_settings(settings != nullptr ? settings : "",
                                                                  chart_of(chart), judge::default_norms());
    if (!hearing) return refuse(hearing.error());
    SessionConfig config = std::move(hearing->session);
    auto made = std::make_unique<firstchair_session>();
    made->pad = config.voices == ear::VoicesMode::pad;
    made->ear = heard_by(config);
    const bool midi = config.source.kind == SourceKind::midi;
    if (midi) made->gate.emplace(hearing->kit.profile, kMidiRate);
    // Free playing has a beat; who hears seconds later cannot say it.
    if (!config.chart && (midi || config.which_ear == ear::WhichEar::live)) {
      Result<FreePlay> free = FreePlay::make(config);
      if (!free) return refuse(free.error());
      made->free.emplace(std::move(*free));
    } else {
      Result<Session> heard = Session::make(std::move(config));
      if (!heard) return refuse(heard.error());
      made->session.emplace(std::move(*heard));
    }
    *session = made.release();
    return FIRSTCHAIR_OK;
  });
}

firstchair_status firstchair_session_midi(const char* settings, const firstchair_chart* chart,
                                          const void* bytes, size_t size, firstchair_session** session) {
  if (session == nullptr) return refuse(FIRSTCHAIR_USAGE, "there is no place for the session");
  *session = nullptr;
  if (bytes == nullptr) return refuse(FIRSTCHAIR_USAGE, "there are no bytes");
  return caught([&]() -> firstchair_status {
    Result<door::PageHearing> hearing = door::parse_hear_settings(settings != nullptr ? settings : "",
                                                                  chart_of(chart), judge::default_norms());
    if (!hearing) return refuse(hearing.error());
    Result<Take> take =
        door::hear_page_midi({static_cast<const std::uint8_t*>(bytes), size}, std::move(*hearing));
    if (!take) return refuse(take.error());
    auto made = std::make_unique<firstchair_session>();
    finish(*made, std::move(*take));
    *session = made.release();
    return FIRSTCHAIR_OK;
  });
}

firstchair_status firstchair_session_push(firstchair_session* session, const float* mono, size_t frames) {
  return inside(session, [&]() -> firstchair_status {
    if (session->take || session->lost) return over();
    if (session->gate) return refuse(FIRSTCHAIR_USAGE, "the session is of an e-kit, and takes no sound");
    if (frames == 0) return FIRSTCHAIR_OK;
    if (mono == nullptr) return refuse(FIRSTCHAIR_USAGE, "there are no samples");
    // A second at a time, so that an hour handed over at once costs no more memory than in blocks.
    constexpr std::size_t kMost = 1 << 16;
    for (std::size_t at = 0; at < frames; at += kMost) {
      const std::span<const float> part(mono + at, std::min(kMost, frames - at));
      if (session->free) {
        session->free->push(part);
        const std::span<const Hit> heard = session->free->heard();
        session->heard.insert(session->heard.end(), heard.begin(), heard.end());
      } else {
        session->session->push(part);
        const std::span<const Hit> heard = session->session->heard();
        session->heard.insert(session->heard.end(), heard.begin(), heard.end());
      }
    }
    return FIRSTCHAIR_OK;
  });
}

firstchair_status firstchair_session_note(firstchair_session* session, double seconds, int number,
                                          int velocity) {
  return inside(session, [&]() -> firstchair_status {
    if (session->take || session->lost) return over();
    if (!session->gate)
      return refuse(FIRSTCHAIR_USAGE, "the session is of sound; \"midi 1\" opens one of an e-kit");
    if (number < 0 || number > 127 || velocity < 0 || velocity > 127)
      return refuse(FIRSTCHAIR_USAGE, "numbers and velocities are 0 to 127");
    if (!(seconds >= 0 && seconds <= kLongestTake))
      return refuse(FIRSTCHAIR_USAGE, "a stroke's time is 0 to 604800 seconds");
    const Frames frame = std::llround(seconds * kMidiRate);
    if (frame < session->last_note) return refuse(FIRSTCHAIR_USAGE, "strokes come in order of time");
    session->last_note = frame;
    const std::optional<Hit> hit =
        session->gate->push(static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(velocity),
                            {.frame = frame, .pad = session->pad});
    if (!hit) return FIRSTCHAIR_OK;
    const std::span<const Hit> one(&*hit, 1);
    if (session->free) {
      session->free->push(one);
    } else {
      session->session->push(one);
    }
    session->heard.push_back(*hit);
    return FIRSTCHAIR_OK;
  });
}

size_t firstchair_session_poll(firstchair_session* session, firstchair_stroke* strokes, size_t room) {
  size_t told = 0;
  inside(session, [&]() -> firstchair_status {
    if (strokes == nullptr && room > 0) return refuse(FIRSTCHAIR_USAGE, "there is no place for strokes");
    for (const Hit& hit : take_heard(*session, room)) strokes[told++] = door::stroke_of(hit);
    return FIRSTCHAIR_OK;
  });
  return told;
}

firstchair_status firstchair_session_beat(firstchair_session* session, firstchair_beat* beat) {
  return inside(session, [&]() -> firstchair_status {
    if (beat == nullptr) return refuse(FIRSTCHAIR_USAGE, "there is no place for the beat");
    if (session->take || session->lost) return over();
    if (!session->free)
      return refuse(FIRSTCHAIR_USAGE, "a beat is told of free playing, without a chart, heard live");
    const follow::Beat now = session->free->beat();
    *beat = {};
    beat->bpm = now.bpm;
    beat->bpm_sd = now.bpm_sd;
    beat->next = now.next;
    beat->phase = now.phase;
    beat->probability = now.probability;
    beat->bar_probability = now.bar_probability;
    beat->in_bar = now.in_bar;
    beat->known = now.known ? 1 : 0;
    return FIRSTCHAIR_OK;
  });
}

firstchair_status firstchair_session_finish(firstchair_session* session, const char** take) {
  return inside(session, [&]() -> firstchair_status {
    if (take == nullptr) return refuse(FIRSTCHAIR_USAGE, "there is no place for the take");
    *take = nullptr;
    if (session->lost) return refuse(FIRSTCHAIR_USAGE, "the take was lost when there was no memory for it");
    if (!session->take) {
      session->lost = true;  // until it is there
      Take made = session->free ? session->free->finish() : session->session->finish();
      if (session->gate) {
        made.source.kit.below_floor = session->gate->below_floor();
        made.source.kit.retriggered = session->gate->retriggered();
        made.source.kit.outside = session->gate->outside();
      }
      finish(*session, std::move(made));
      session->free.reset();
      session->session.reset();
      session->lost = false;
    }
    return tell_take(*session, take);
  });
}

size_t firstchair_session_strokes(firstchair_session* session, size_t from, firstchair_stroke* strokes,
                                  size_t room) {
  size_t told = 0;
  inside(session, [&]() -> firstchair_status {
    if (strokes == nullptr && room > 0) return refuse(FIRSTCHAIR_USAGE, "there is no place for strokes");
    if (!session->take) return refuse(FIRSTCHAIR_USAGE, "the session is not finished");
    const std::vector<Hit>& hits = session->take->hits;
    const std::size_t begin = std::min(from, hits.size()),
                      end = std::min(hits.size(), begin + std::min(room, hits.size()));
    for (std::size_t i = begin; i < end; ++i) strokes[told++] = door::stroke_of(hits[i]);
    for (const Match& match : session->take->alignment.matches) {
      if (match.hit < 0 || static_cast<std::size_t>(match.hit) < begin ||
          static_cast<std::size_t>(match.hit) >= end)
        continue;
      firstchair_stroke& stroke = strokes[static_cast<std::size_t>(match.hit) - begin];
      stroke.kind = static_cast<std::int32_t>(match.kind);
      stroke.note = match.note;
      stroke.error_ms = match.error_ms;
    }
    return FIRSTCHAIR_OK;
  });
  return told;
}

size_t firstchair_session_pulse(firstchair_session* session, size_t from, firstchair_pulse* pulse,
                                size_t room) {
  size_t told = 0;
  inside(session, [&]() -> firstchair_status {
    if (pulse == nullptr && room > 0) return refuse(FIRSTCHAIR_USAGE, "there is no place for the pulse");
    if (!session->take) return refuse(FIRSTCHAIR_USAGE, "the session is not finished");
    const std::vector<PulsePoint>& points = session->take->alignment.pulse;
    for (std::size_t i = from; i < points.size() && told < room; ++i)
      pulse[told++] = {points[i].frame, points[i].bpm, points[i].bpm_sd};
    return FIRSTCHAIR_OK;
  });
  return told;
}

void firstchair_session_free(firstchair_session* session) {
  delete session;
}

}  // extern "C"
