/** A text that somebody else wrote, so that what is seen is what is there: marks that change direction, or show nothing, are shown by their numbers. */

const UNSEEN = /([^\P{C}\n\t]|\p{Zl}|\p{Zp})/u;

export function VisibleText({ text }: { readonly text: string }) {
  return (
    <>
      {text
        .split(UNSEEN)
        .map((part, index) =>
          index % 2 === 0 ? (
            part
          ) : (
            <mark key={`${index}`}>{`\\u{${(part.codePointAt(0) ?? 0).toString(16)}}`}</mark>
          ),
        )}
    </>
  );
}
