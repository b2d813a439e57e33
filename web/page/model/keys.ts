// Which keys are the page's, and which belong to the control that has the focus.

export interface Focused {
  tag: string;
  type?: string; // of an input
  byPointer: boolean; // a pointer gave it the focus, not a key
}

const kNoText = ["checkbox", "radio", "range", "button", "submit", "file", "color"];
const kPressed = ["BUTTON", "A", "SUMMARY"]; // space presses those

/** Text is being typed: every key is the control's. */
export const typing = ({ tag, type = "text" }: Focused): boolean =>
  tag === "TEXTAREA" || (tag === "INPUT" && !kNoText.includes(type));

/** Whether a key is the page's. A control that was reached by keys keeps those that work it; one that was clicked does
 * not: hands with sticks hit the space bar wherever the pointer has been. */
export function isPageKey(key: string, at: Focused): boolean {
  if (typing(at)) return false;
  if (at.byPointer) return true;
  if (at.tag === "INPUT" || at.tag === "SELECT") return false;
  return !(key === " " && kPressed.includes(at.tag));
}
