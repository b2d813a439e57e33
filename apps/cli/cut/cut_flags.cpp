#include <map>

#include "apps/cli/cut/cut_command.h"
#include "apps/cli/cut/cut_tension.h"
#include "apps/cli/cut/proxies.h"
#include "apps/cli/help/declare.h"
#include "engine/cut/style.h"

namespace firstchair::cli {
namespace {

void add_render_flags(CLI::App& command, RenderOptions& options) {
  const std::map<std::string, video::Fit> fits{
      {"crop", video::Fit::crop}, {"blur", video::Fit::blur}, {"pad", video::Fit::pad}};
  one_of(
      command.add_option("--fit", options.fit,
                         "a picture of another shape: fill the film and lose its edges, stand before its own "
                         "blurred picture, or before black; when left out: blur for a phone held upright"),
      fits);
  command.add_flag("--draft", options.draft,
                   "640 pixels on its longer side and coarse, quickly, from small copies that are kept");
  one_of(command.add_option("--encoder", options.encoder,
                            "tried first; when left out, or where it does not open, the first that does"),
         video::picture_encoders());
  const std::map<std::string, video::SoundCodec> codecs{{"aac", video::SoundCodec::aac},
                                                        {"alac", video::SoundCodec::alac}};
  one_of(command.add_option("--film-sound", options.sound_codec,
                            "what the film's sound is written as: 256 kbit/s, or without loss, which few "
                            "browsers play"),
         codecs);
}

}  // namespace

std::vector<std::string> style_names() {
  std::vector<std::string> names;
  for (const cut::Style& style : cut::styles()) names.emplace_back(style.id);
  return names;
}

void declare_cut(CLI::App& program, Command& chosen) {
  CLI::App* command =
      program.add_subcommand("cut", "lay several cameras on one clock and cut a film on the strokes");
  examples(*command,
           {{"firstchair cut --demo", "makes three cameras of a made drummer, and cuts those"},
            {"firstchair cut a.mp4 b.mp4 --sound mix.wav --style cover", "your own phones, on the mix"},
            {"firstchair cut hands.mp4 kit.mp4 --show hands.mp4=hands --size 1080x1920",
             "says what a camera shows; a film held upright"}});
  auto options = std::make_shared<CutOptions>();
  command->callback([command, &chosen, options] {
    if (command->get_subcommands().empty()) chosen = [options] { return cut_film(*options); };
  });
  command->add_option("VIDEO", options->sync.cameras,
                      "mp4 mov mkv webm mts avi, one a camera; pieces of one camera in order: a.mp4+b.mp4");
  command->add_option(
      "--sound", options->sync.sound,
      "the film's sound, on which they are laid: a recording, or the take.json of one that was heard; when "
      "left out, the camera with the best sound");
  command
      ->add_option("--chart", options->sync.chart,
                   "what was played: a file or a built-in chart's name; its bars are the film's")
      ->type_name("CHART");
  command->add_option("--bpm", options->sync.bpm, "the tempo, where bars are not found by themselves")
      ->check(between(20., 400.))
      ->type_name("BPM");
  one_of(command->add_option("--style", options->style, "how it is cut"), style_names());
  command->add_option("--length", options->length_s, "how long a shot is at middle tension")
      ->check(between(.3, 60.))
      ->type_name("SECONDS");
  command
      ->add_option("--tension", options->tension,
                   "shots are shorter where it is higher: 0:0.2,90:1, or a csv of cut tension; when left "
                   "out, by the strokes")
      ->type_name("CURVE");
  command->add_flag("--jump-cuts", options->jump_cuts,
                    "a camera may be cut to itself, nearer and back: for a film of one or two cameras");
  const auto of_camera = [&](const char* name, std::vector<std::string>& words, const char* what,
                             const char* type) {
    command->add_option(name, words, what)->type_name(type)->allow_extra_args(false);
  };
  of_camera("--show", options->show, "what a camera shows: snare,hat,kick ..., or kit, hands, feet, face",
            "CAM=WHAT");
  command->add_flag("!--no-look", options->look,
                    "do not look at the pictures for which drums a camera shows and how late they are");
  command->add_flag("--mend-late", options->mend_late,
                    "show a picture that was found late against its own sound as much earlier");
  of_camera("--share", options->share, "what share of the film it has at least", "CAM=10%");
  of_camera("--at", options->sync.at, "the master second at which a camera without sound begins", "CAM=S");
  of_camera("--offset", options->sync.offset, "which of several places is meant, within 2 s", "CAM=S");
  of_camera("--distance", options->sync.distance, "how far a camera stands from the drums, in metres",
            "CAM=M");
  command->add_flag("--pan", options->pan, "glide between the drums that a camera shows")
      ->excludes("--jump-cuts");
  one_of(command->add_flag("--burn{all}", options->burn_what,
                           "the film once more with every stroke's error, bar and beat in it: burn.mp4; "
                           "--burn=only-worst: in the bars that lie apart alone"),
         {"all", "only-worst"});
  command
      ->add_option("--clips", options->clips,
                   "so many of the bars that lie furthest apart, at half and at a quarter of the speed")
      ->check(between(1, 50))
      ->type_name("N");
  command
      ->add_flag("--clip-click", options->clip_click,
                 "in those, a click on the player's own pulse instead of the sound")
      ->needs("--clips");
  command
      ->add_flag("--clip-smooth", options->clip_smooth,
                 "in those, pictures that are made up between the cameras' own: slow to make, and sticks may "
                 "tear")
      ->needs("--clips");
  command
      ->add_option("--fps", options->fps,
                   "pictures a second: 24 25 29.97 30 ...; when left out, the cameras' own")
      ->type_name("RATE");
  command->add_option("--size", options->size, "of the film; when left out, the cameras', at most 1920x1080")
      ->type_name("WxH");
  add_render_flags(*command, options->render);
  command
      ->add_option(
          "--list", options->list,
          "edit lists for other programs, or none: otio,mlt,edl,xmeml,fcpxml; only: no film, but lists "
          "in which every camera lies whole on a track of its own, for who cuts it otherwise")
      ->type_name("FORMATS");
  command->add_option("--seed", options->seed, "decides between shots that are equally good")
      ->check(from(0))
      ->type_name("INT");
  command->add_option("--out", options->sync.out,
                      "folder for film.mp4, cut.json and the edit lists (when left out: film)");
  command->add_flag("--force", options->sync.force, "replace outputs that are there");
  command->add_flag("--demo", options->demo, "make three cameras of a made drummer first, and cut those");
  declare_cut_sync(*command, chosen);
  declare_cut_render(*command, chosen);
  declare_cut_tension(*command, chosen);
  declare_cut_proxies(*command, chosen);
}

void declare_cut_proxies(CLI::App& cut, Command& chosen) {
  CLI::App* command =
      cut.add_subcommand("proxies", "the small copies of cameras' pictures that drafts are made from");
  examples(*command, {{"firstchair cut proxies", "how many are kept, how large they are, and where"},
                      {"firstchair cut proxies --remove", "removes them all; a draft makes them again"}});
  ProxiesOptions& options = options_of(command, chosen, cut_proxies);
  command->add_flag("--remove", options.remove, "remove them");
}

void declare_cut_render(CLI::App& cut, Command& chosen) {
  CLI::App* command = cut.add_subcommand("render", "make the film of a cut.json again, as it was changed");
  examples(*command, {{"firstchair cut render film/cut.json a.mp4 b.mp4 mix.wav --force",
                       "after cut.json was changed by hand; the cameras lie elsewhere, so they are named"},
                      {"firstchair cut render cut.json --draft --out draft.mp4", "small and quickly"}});
  RenderAgainOptions& options = options_of(command, chosen, cut_render);
  command->add_option("CUT", options.cut, "the cut.json")->required();
  command->add_option("FILE", options.files,
                      "cameras and sound that it names, where they are not in its folder");
  command->add_option("--out", options.out, "the film (when left out: film.mp4 beside it)");
  command->add_flag("--force", options.force, "replace a film that is there");
  add_render_flags(*command, options.render);
}

}  // namespace firstchair::cli
