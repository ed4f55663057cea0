/** The little of samlp that tests use; the package brings no types of its own. */
declare module 'samlp' {
  type Handler = (request: object, response: object, next: (error: unknown) => void) => void;

  const samlp: {
    auth(options: object): Handler;
    metadata(options: object): (request: object, response: object) => void;
  };
  export default samlp;
}
