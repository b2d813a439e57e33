#include "apps/cli/help/declare.h"
#include "apps/cli/live/shared_flags.h"
#include "apps/cli/serve/serve_command.h"

namespace firstchair::cli {

void declare_serve(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand("serve", "the page: practise in the browser with the same ear");
  examples(*command, {{"firstchair serve", "opens the page in this machine's browser"},
                      {"firstchair serve --tls",
                       "phones and tablets of your network may open it; prints an address to scan"},
                      {"firstchair serve --film film kit.mp4 hands.mp4 mix.wav",
                       "a film of firstchair cut, too: move its cuts, render it again"},
                      {"firstchair serve --no-open --port 8080", "only prints the address"}});
  ServeOptions& options = options_of(command, chosen, serve);
  command->add_option("--port", options.port, "0: any free one")->check(between(0, 65535));
  command->add_option("--listen", options.listen,
                      "numeric address; this machine alone when left out, with --tls every address it has");
  command->add_flag(
      "--tls", options.tls,
      "over HTTPS, so that phones and tablets may use the microphone; prints an address to scan");
  command
      ->add_option(
          "--player", options.players,
          "with --tls: an address of this player's own, who sees nobody else's takes; may be repeated")
      ->type_name("NAME")
      ->take_all();
  command
      ->add_option(
          "--film", options.film,
          "the folder that firstchair cut wrote, and the cameras and the sound where they lie elsewhere: the "
          "page shows the film and moves its cuts")
      ->type_name("FOLDER [FILE ...]")
      ->expected(1, 32);
  command->add_flag("--no-open", options.no_open, "only print the address");
  command->add_option("--page", options.page, "folder of the built page")->type_name("FOLDER");
  command->add_option("--max-hours", options.most_hours, "longer recordings are refused")
      ->check(between(0.001, 168.0))
      ->type_name("HOURS");
  command->add_flag("--new-key", options.new_key,
                    "another key from now on: addresses and bookmarks with the old one end");
  add_book_flag(*command, options.book);
}

}  // namespace firstchair::cli
