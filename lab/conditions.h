// This file gives the same performance as other microphones and places have it.
#pragma once

#include "lab/render.h"

namespace firstchair::lab {

enum class Condition { clean, room, phone, noise, music, click };
inline constexpr Condition kConditions[] = {Condition::clean, Condition::room,  Condition::phone,
                                            Condition::noise, Condition::music, Condition::click};
const char* name_of(Condition condition);

// The conditions are: room, by in_room(); phone, by through_phone(); noise, which is pink and 20 dB under the
// mean power; music, chords and bass 20 dB under; click, a metronome in a room, at the tempo and on the beats
// of the piece. The truth stays as it was.
Rendering in_condition(const Rendering& dry, Condition condition, Use use, std::uint64_t seed);

}  // namespace firstchair::lab
