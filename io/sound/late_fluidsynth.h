// FluidSynth's functions, loaded when they are called (io/late/late.h).
#pragma once

#include <fluidsynth.h>

#include "io/late/late.h"

namespace firstchair::io {

inline constinit late::Libraries fluidsynth{{FIRSTCHAIR_LATE_FILE("fluidsynth", 3)},
                                            "Install FluidSynth (libfluidsynth3)"};

FIRSTCHAIR_LATE(fluidsynth, delete_fluid_settings);
FIRSTCHAIR_LATE(fluidsynth, delete_fluid_synth);
FIRSTCHAIR_LATE(fluidsynth, fluid_set_log_function);
FIRSTCHAIR_LATE(fluidsynth, fluid_settings_setint);
FIRSTCHAIR_LATE(fluidsynth, fluid_settings_setnum);
FIRSTCHAIR_LATE(fluidsynth, fluid_sfloader_set_callbacks);
FIRSTCHAIR_LATE(fluidsynth, fluid_synth_add_sfloader);
FIRSTCHAIR_LATE(fluidsynth, fluid_synth_all_notes_off);
FIRSTCHAIR_LATE(fluidsynth, fluid_synth_cc);
FIRSTCHAIR_LATE(fluidsynth, fluid_synth_noteoff);
FIRSTCHAIR_LATE(fluidsynth, fluid_synth_noteon);
FIRSTCHAIR_LATE(fluidsynth, fluid_synth_program_select);
FIRSTCHAIR_LATE(fluidsynth, fluid_synth_set_channel_type);
FIRSTCHAIR_LATE(fluidsynth, fluid_synth_sfload);
FIRSTCHAIR_LATE(fluidsynth, fluid_synth_write_float);
FIRSTCHAIR_LATE(fluidsynth, new_fluid_defsfloader);
FIRSTCHAIR_LATE(fluidsynth, new_fluid_settings);
FIRSTCHAIR_LATE(fluidsynth, new_fluid_synth);

}  // namespace firstchair::io
