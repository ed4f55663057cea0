/** Refused: functions that tell where and how rows are stored, which depends on the length of stored values. */
import { type RefusedFamily, words } from '../../family.ts';

export const storageFunctions: RefusedFamily = {
  title: 'Storage',
  reason: 'it tells how rows are stored, or changes that',
  acts: true,
  names: words(`
    brin_desummarize_range brin_summarize_new_values brin_summarize_range currtid currtid2
    gin_clean_pending_list pg_column_compression pg_column_size pg_column_toast_chunk_id pg_database_size
    pg_filenode_relation pg_indexes_size pg_relation_filenode pg_relation_filepath pg_relation_size
    pg_table_size pg_tablespace_size pg_total_relation_size
  `),
};
