/** The form in which system relations are written down. */
export {};
//# sourceMappingURL=family.js.map
