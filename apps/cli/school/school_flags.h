// What the subcommands of `firstchair school` share when they declare their flags. It is for this folder
// only.
#pragma once

#include "apps/cli/help/declare.h"
#include "apps/cli/school/school_command.h"

namespace firstchair::cli {

// Adds a subcommand with --database; `options` points to what its flags fill.
CLI::App* add_to_school(CLI::App* school, Command& chosen, const char* name, const char* what,
                        Result<int> (*run)(const SchoolOptions&), SchoolOptions*& options);
void add_school_flag(CLI::App& command, SchoolOptions& options);
// Adds --sound, which every subcommand has that hears, keeps, gives out or erases sound.
void add_sound(CLI::App& command, SchoolOptions& options);
// Declares the subcommands about people.
void declare_people(CLI::App& school, Command& chosen);

}  // namespace firstchair::cli
