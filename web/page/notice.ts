// One sentence above whatever page is shown, until the page after the next.
export function notice(words: string, link = ""): void {
  const element = document.querySelector<HTMLElement>(".notice")!;
  element.hidden = false;
  delete element.dataset.read;
  element.querySelector("span")!.textContent = words;
  const anchor = element.querySelector("a")!;
  anchor.hidden = !link;
  anchor.href = link;
}
addEventListener("hashchange", () => {
  const element = document.querySelector<HTMLElement>(".notice")!;
  if (element.dataset.read) element.hidden = true;
  element.dataset.read = "yes";
});
