#!/usr/bin/env node
// npm links a program when it installs the package, which is before anything is built: so this file is no built one.
import '../dist/cli/main.js';
