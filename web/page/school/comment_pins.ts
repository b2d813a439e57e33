// Comments in the notes: a pin with its number at the beat that it is about.
import { svg } from "../dom.ts";
import type { Comment } from "../generated/school_api.ts";
import { placeText, shareOf } from "../model/comment_model.ts";
import type { PlayedBar } from "../model/take_model.ts";

/** Numbers them as they come; those of the whole take have no place in the notes. */
export function pinComments(body: HTMLElement, comments: Comment[], bars: PlayedBar[]): void {
  for (const pin of body.querySelectorAll(".comment-pin")) pin.remove();
  comments.forEach((comment, i) => {
    const at = bars.findIndex(({ number }) => number === comment.bar);
    const rect = body.querySelector<SVGRectElement>(`rect[data-bar="${at}"]`);
    if (!rect) return;
    const { x, y, width } = rect;
    const share = shareOf(comment.beat, bars[at].beats.length);
    const left = x.baseVal.value + share * width.baseVal.value;
    const top = y.baseVal.value;
    const pin = svg("g", { class: "comment-pin", transform: `translate(${left} ${top})` });
    const title = svg("title", {});
    title.textContent = `${placeText(comment)}: ${comment.text}`;
    const number = svg("text", { x: 8, y: 12 });
    number.textContent = String(i + 1);
    pin.append(
      title,
      svg("path", { class: "stem", d: `M0 0V${rect.height.baseVal.value}` }),
      svg("rect", { x: 0, y: 0, width: 16, height: 16, rx: 3 }),
      number,
    );
    rect.after(pin);
  });
}
