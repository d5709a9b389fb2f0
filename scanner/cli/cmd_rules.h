/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LS_CLI_CMD_RULES_H
#define LS_CLI_CMD_RULES_H

/* leakscan rules list|check|explain; argv[0] is "rules". Returns the exit status. */
int ls_cmd_rules(int argc, char **argv);

#endif
