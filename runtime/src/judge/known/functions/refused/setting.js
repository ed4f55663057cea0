/** Refused: functions that read or change a setting that is named by a value. */
import { words } from '../../family.js';
export const settingFunctions = {
  title: 'Settings',
  reason: 'settings are read by SHOW and changed by SET',
  acts: true,
  names: words(`
    current_setting pg_show_all_settings set_config
  `),
};
//# sourceMappingURL=setting.js.map
