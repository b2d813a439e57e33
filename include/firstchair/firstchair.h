/* firstchair hears a drummer, lays every stroke beside what should have been played, and says in numbers what
 * was early, late, loud, soft, missing or extra. This is its C API. It needs C99 and nothing else.
 *
 *   firstchair_session* session = NULL;
 *   if (firstchair_session_new("rate 44100\near file\n", NULL, &session) == FIRSTCHAIR_OK) {
 *     while (more) firstchair_session_push(session, mono, frames);
 *     const char* take = NULL;
 *     if (firstchair_session_finish(session, &take) == FIRSTCHAIR_OK) puts(take);
 *   }
 *   firstchair_session_free(session);
 *
 * Three handles: a chart is what should be played; a session hears a recording, a file of an e-kit, or free
 * playing; a drill hears somebody who plays a chart to its click, and judges bar after bar.
 *
 * Conventions, for every function:
 * - Errors. A status that is not FIRSTCHAIR_OK is a refusal: nothing was changed, and firstchair_error()
 * tells it in one line. A null handle, a null pointer where something is to be written, and a call in the
 * wrong order are refused (FIRSTCHAIR_USAGE). No call aborts, prints, opens a file, reads a clock or starts a
 * thread. No C++ exception comes out.
 * - Threads. Charts do not change: any number of threads may read one. A session or a drill belongs to one
 * thread at a time, whichever it is. A second thread that comes while the first is inside is refused
 * (FIRSTCHAIR_BUSY) and changes nothing. Different handles never meet.
 * - Real time. Pushing keeps what it hears, so it may allocate: it is for a thread behind an audio callback,
 * not for the callback.
 * - Lifetime. What a function makes is the caller's, who gives it to the _free function of its kind, once. A
 * null pointer may be freed. Strings that a function hands out belong to their handle and hold until it is
 * freed, unless it says otherwise. Text is UTF-8 that ends with NUL.
 * - Samples are floats, one channel, full scale 1. One that is no number counts as silence; one beyond
 * +-10000 counts as that.
 * - Frames count the samples of one channel from 0 on. Errors are signed milliseconds, negative is early.
 * - Settings are lines "key value". NULL and "" are no settings. A key that is not known, a value outside its
 * range and a line that is none are refused, so that no wish is silently dropped.
 *
 * The numbers of enumerations and the order of members stay as long as FIRSTCHAIR_VERSION_MAJOR does;
 * before 1.0, as long as FIRSTCHAIR_VERSION_MINOR does. */
#ifndef FIRSTCHAIR_FIRSTCHAIR_H
#define FIRSTCHAIR_FIRSTCHAIR_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define FIRSTCHAIR_API
#else
#define FIRSTCHAIR_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct firstchair_chart firstchair_chart;
typedef struct firstchair_session firstchair_session;
typedef struct firstchair_drill firstchair_drill;

typedef enum firstchair_status {
  FIRSTCHAIR_OK = 0,
  FIRSTCHAIR_USAGE = 1,       /* the call itself is wrong: a null handle, the wrong order, a setting */
  FIRSTCHAIR_NOT_FOUND = 2,   /* no chart of that name */
  FIRSTCHAIR_MALFORMED = 3,   /* bytes that break their format */
  FIRSTCHAIR_UNSUPPORTED = 4, /* sound or bytes with nothing in them that can be used */
  FIRSTCHAIR_TOO_LARGE = 5,   /* beyond a documented limit */
  FIRSTCHAIR_BUSY = 6,        /* another thread is inside */
  FIRSTCHAIR_NO_MEMORY = 7,
  FIRSTCHAIR_FAILED = 8 /* anything else: a fault of the library */
} firstchair_status;

/* Tells the version of the library that runs, as "0.2.0"; version.h tells that of the headers. Any thread. */
FIRSTCHAIR_API const char* firstchair_version(void);

/* Tells the last refusal of the calling thread in one line for a person; "" before the first. It holds until
 * that thread's next refusal. Any thread. */
FIRSTCHAIR_API const char* firstchair_error(void);

/* --- strokes */

/* What a stroke is to the chart. */
typedef enum firstchair_kind {
  FIRSTCHAIR_MATCHED = 0,     /* it answers a note */
  FIRSTCHAIR_WRONG_VOICE = 1, /* it answers a note in time, on another drum */
  FIRSTCHAIR_GRACE = 2,       /* it is a grace stroke of a note's flam or drag */
  FIRSTCHAIR_EXTRA = 3,       /* it answers none */
  FIRSTCHAIR_HEARD = 6        /* the take is not over, so it was laid beside nothing yet */
} firstchair_kind;

typedef struct firstchair_stroke {
  int64_t frame;   /* the attack: the first frame of the stroke's sound; of an e-kit, microseconds */
  double error_ms; /* against the player's own pulse (session) or the click (drill); NaN: there is none */
  int32_t voice;   /* what was struck: firstchair_voice_name() */
  int32_t kind;    /* firstchair_kind */
  int32_t note;    /* of the chart, from 0; -1: none */
  float voice_probability; /* 0 to 1: that the voice is right, in the detail its source can tell */
  float level_db;          /* peak re full scale */
  float strength;          /* 0 to 127, on the scale of MIDI velocities */
  float sigma_ms;          /* standard deviation of `frame` as an estimate of the attack */
  uint8_t timed;           /* 0: no trustworthy attack; it counts for hits, never for time */
  uint8_t unison;          /* 1: other voices were struck in the same attack */
  uint8_t revised;         /* drill: 1: the same stroke was told otherwise before */
  uint8_t elsewhere; /* drill: 1: it answers a note more than half a beat from the click; the player jumped */
} firstchair_stroke;

/* Names a voice as every format of firstchair does: "kick", "snare", "hat_closed" ...; NULL: there is none of
 * that number. Numbers run from 0. Any thread; the string is static. */
FIRSTCHAIR_API const char* firstchair_voice_name(int32_t voice);
/* Names a line, one limb's part: "kick", "snare", "hat", "hat_foot", "tom", "ride", "crash", "pad"; NULL:
 * none of that number. Any thread; the string is static. */
FIRSTCHAIR_API const char* firstchair_line_name(int32_t line);

/* --- charts */

/* Reads the bytes of a drum tab, MIDI, MusicXML, MuseScore, Guitar Pro, Hydrogen or Clone Hero file.
 * `file_name` may be NULL; its ending helps where the first bytes leave a doubt. Writes the chart; on refusal
 * NULL. Refused: malformed, unsupported, too_large. Any thread. */
FIRSTCHAIR_API firstchair_status firstchair_chart_read(const void* bytes, size_t size, const char* file_name,
                                                       firstchair_chart** chart);
/* Opens a built-in chart: "rock-8ths", "single-paradiddle" (`firstchair chart list` names them). Writes the
 * chart; on refusal NULL. Refused: not_found, with the nearest names. Any thread. */
FIRSTCHAIR_API firstchair_status firstchair_chart_find(const char* name, firstchair_chart** chart);
/* Tells the chart's title; "" of a null chart. */
FIRSTCHAIR_API const char* firstchair_chart_title(const firstchair_chart* chart);
/* Tells how many notes it holds; 0 of a null chart. */
FIRSTCHAIR_API size_t firstchair_chart_notes(const firstchair_chart* chart);
/* Sessions and drills keep a copy of their own: a chart may be freed before them. */
FIRSTCHAIR_API void firstchair_chart_free(firstchair_chart* chart);

/* --- a recording, a file of an e-kit, or free playing */

/* Opens a session. Settings:
 *   rate      frames a second, 8000 to 192000; 48000 when left out
 *   channels  of the recording that `mono` was made of, for the report; 1
 *   bpm       the tempo that was meant, quarter notes a minute; 0: none
 *   pad       1: one surface, 0: drums are told apart; 0
 *   ear       live: tells a stroke at once. file: for recordings; it knows what comes after a stroke,
 *             so it tells seconds later. live when left out
 *   name      of the recording, for the report
 *   midi      1: strokes of an e-kit come by firstchair_session_note(), and no sound
 *   kit       profile that reads an e-kit's notes (`firstchair kit list`); general-midi when left out
 *   notes     "62=42 63=42": such a note is what that note of General MIDI is
 *
 * `chart` may be NULL: then the player is judged against the own pulse, and the playing is written down.
 * Writes the session; on refusal NULL. Refused: usage, malformed, unsupported. Any thread. */
FIRSTCHAIR_API firstchair_status firstchair_session_new(const char* settings, const firstchair_chart* chart,
                                                        firstchair_session** session);
/* Hears a whole MIDI file of an e-kit at once. Settings as above, but for rate, channels, ear and midi, which
 * it does not need. Writes a session that is finished; on refusal NULL. Refused: malformed, unsupported,
 * too_large. */
FIRSTCHAIR_API firstchair_status firstchair_session_midi(const char* settings, const firstchair_chart* chart,
                                                         const void* bytes, size_t size,
                                                         firstchair_session** session);
/* Hears sound, in order, any number of frames. Refused: usage (the session is finished, or of an e-kit). */
FIRSTCHAIR_API firstchair_status firstchair_session_push(firstchair_session* session, const float* mono,
                                                         size_t frames);
/* Takes a stroke of an e-kit, in order of time: seconds since the take's begin, note number 0 to 127,
 * velocity 0 to 127. What its kit's profile leaves out (velocity 0, second triggers, notes outside the kit)
 * is left out. Refused: usage (a number outside its range, a time before the last stroke's, a session of
 * sound, a finished one). */
FIRSTCHAIR_API firstchair_status firstchair_session_note(firstchair_session* session, double seconds,
                                                         int number, int velocity);
/* Writes the strokes that were heard since the last poll, at most `room`, in order of frame, and returns
 * their number; call it until it returns 0. They are FIRSTCHAIR_HEARD. 0 of what is refused. */
FIRSTCHAIR_API size_t firstchair_session_poll(firstchair_session* session, firstchair_stroke* strokes,
                                              size_t room);

typedef struct firstchair_beat {
  double bpm, bpm_sd;    /* quarter notes a minute, and the standard deviation */
  double next;           /* frame of the next beat; not a whole number */
  double phase;          /* 0 to 1: the part of the beat that is gone by */
  float probability;     /* that beat and tempo are right and not half, double or beside */
  float bar_probability; /* that in_bar is right, given that they are */
  int32_t in_bar;        /* 0 to 3: which beat of a bar of four */
  int32_t known;         /* 0: not two strokes yet, or none for 4 s; the rest says nothing */
} firstchair_beat;

/* Writes the beat now, as the strokes heard so far have it. Refused: usage (a chart, the file ear, a finished
 * session). */
FIRSTCHAIR_API firstchair_status firstchair_session_beat(firstchair_session* session, firstchair_beat* beat);
/* Ends the take: it is laid out, judged and ordered. Writes it as JSON (docs/formats/take.md; it belongs to
 * the session). A finished session tells the same again. Refused: unsupported (no stroke was heard), and then
 * the session is finished too. */
FIRSTCHAIR_API firstchair_status firstchair_session_finish(firstchair_session* session, const char** take);
/* Writes strokes of the finished take from number `from` on, at most `room`, in order of frame, each laid
 * beside its note; returns their number. They may be called otherwise than while they were heard: now the
 * whole take is known. 0 before the session is finished. */
FIRSTCHAIR_API size_t firstchair_session_strokes(firstchair_session* session, size_t from,
                                                 firstchair_stroke* strokes, size_t room);

/* The player's own pulse at one beat. */
typedef struct firstchair_pulse {
  double frame;       /* where the beat stands; not a whole number */
  double bpm, bpm_sd; /* quarter notes a minute there, and the standard deviation */
} firstchair_pulse;

/* Writes the pulse of the finished take from beat `from` on, at most `room`, in order of frame; returns their
 * number. 0 before the session is finished. */
FIRSTCHAIR_API size_t firstchair_session_pulse(firstchair_session* session, size_t from,
                                               firstchair_pulse* pulse, size_t room);
FIRSTCHAIR_API void firstchair_session_free(firstchair_session* session);

/* --- a drill: a chart to its click */

/* Opens a drill. Settings are those of the page's drill (door/page_drill.h lists all); the usual ones:
 *   rate      frames a second; 48000 when left out
 *   bpm       20 to 400; 0: the chart's
 *   from, to  bars of the chart, from 1; to 0: its last
 *   times     passes; 0: as many as every line needs strokes
 *   count_in  bars of clicks first; 1
 *   pad       1: one surface
 *   midi      1: an e-kit, by firstchair_drill_stroke()
 *   round_trip        frames from a click played to the same click heard
 *   round_trip_sd_ms  how well that is known, in ms
 *   click_heard       0: the microphone cannot hear the click; 1
 *
 * Writes the drill; on refusal NULL. Refused: usage, malformed, unsupported. Any thread. */
FIRSTCHAIR_API firstchair_status firstchair_drill_new(const firstchair_chart* chart, const char* settings,
                                                      firstchair_drill** drill);
/* Does one block: hears `in` and adds the clicks of the same frames to `out`. `in` may be NULL (silence, or
 * an e-kit), `out` may be NULL (the caller clicks). Refused: usage (the drill is finished). */
FIRSTCHAIR_API firstchair_status firstchair_drill_block(firstchair_drill* drill, const float* in, float* out,
                                                        size_t frames);
/* Takes a stroke of an e-kit at a frame of the drill's own count, number and velocity 0 to 127. Refused:
 * usage. */
FIRSTCHAIR_API firstchair_status firstchair_drill_stroke(firstchair_drill* drill, int64_t frame, int number,
                                                         int velocity);
/* Writes the strokes that were told since the last poll, at most `room`, and returns their number. A stroke
 * may come a second time, `revised`, when what follows says otherwise. 0 of what is refused. */
FIRSTCHAIR_API size_t firstchair_drill_poll(firstchair_drill* drill, firstchair_stroke* strokes, size_t room);

typedef enum firstchair_fault {
  FIRSTCHAIR_FAULT_NONE = 0,
  FIRSTCHAIR_FAULT_HITS = 1, /* strokes are missing beyond what the ear itself loses */
  FIRSTCHAIR_FAULT_LEAN = 2  /* a line's whole interval lies outside +-10 ms */
} firstchair_fault;

#define FIRSTCHAIR_LINES 8

/* A line in one bar. The interval is 95 %. */
typedef struct firstchair_bar_line {
  double lean_ms, lean_low_ms, lean_high_ms; /* NaN: too few strokes yet for an interval */
  int32_t line;                              /* firstchair_line_name() */
  int32_t timed;                             /* strokes that the lean is the mean of */
  int32_t notes, missed, wrong, covered, extra;
  int32_t reserved;
} firstchair_bar_line;

/* A bar that is over. `notes` were written; of these `missed` have no stroke, `wrong` one on another drum,
 * `covered` are hidden under a louder one that was heard; `extra` strokes answer none. */
typedef struct firstchair_bar {
  int32_t bar;        /* its number in the chart, from 1 */
  int32_t fault;      /* firstchair_fault */
  int32_t fault_line; /* of a lean: the line furthest outside; else -1 */
  int32_t played;     /* 0: nothing was heard in a bar that has notes */
  int32_t notes, missed, wrong, covered, extra;
  int32_t line_count;
  firstchair_bar_line lines[FIRSTCHAIR_LINES];
} firstchair_bar;

/* Writes the bars that ended since the last poll, at most `room`, and returns their number. 0 of what is
 * refused. */
FIRSTCHAIR_API size_t firstchair_drill_bars(firstchair_drill* drill, firstchair_bar* bars, size_t room);
/* Tells whether the last bar is over: 1; 0: it is not, or the call is refused. */
FIRSTCHAIR_API int firstchair_drill_over(firstchair_drill* drill);
/* Writes the plan as JSON: where the click puts every bar line (docs/formats/page.schema.json, Plan). It
 * belongs to the drill. Refused: usage. */
FIRSTCHAIR_API firstchair_status firstchair_drill_plan(firstchair_drill* drill, const char** plan);
/* Ends the drill. Writes the take as JSON, judged against the player's own pulse (docs/formats/take.md; it
 * belongs to the drill). A finished drill tells the same again. */
FIRSTCHAIR_API firstchair_status firstchair_drill_finish(firstchair_drill* drill, const char** take);
FIRSTCHAIR_API void firstchair_drill_free(firstchair_drill* drill);

#ifdef __cplusplus
}
#endif

#endif
