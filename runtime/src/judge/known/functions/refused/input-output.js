/** Refused: input and output functions of types. A cast does the same, so nobody needs to call them. */
import { words } from '../../family.js';
export const inputOutputFunctions = {
  title: 'Input and output',
  reason: 'it converts between a value and its outer form, as a cast does',
  acts: false,
  names: words(`
    aclitemin aclitemout any_in any_out anyarray_in anyarray_out anyarray_recv anyarray_send
    anycompatible_in anycompatible_out anycompatiblearray_in anycompatiblearray_out anycompatiblearray_recv
    anycompatiblearray_send anycompatiblemultirange_in anycompatiblemultirange_out anycompatiblenonarray_in
    anycompatiblenonarray_out anycompatiblerange_in anycompatiblerange_out anyelement_in anyelement_out
    anyenum_in anyenum_out anymultirange_in anymultirange_out anynonarray_in anynonarray_out anyrange_in
    anyrange_out array_in array_out array_recv array_send bit_in bit_out bit_recv bit_send bittypmodin
    bittypmodout boolin boolout boolrecv boolsend box_in box_out box_recv box_send bpcharin bpcharout
    bpcharrecv bpcharsend bpchartypmodin bpchartypmodout brin_bloom_summary_in brin_bloom_summary_out
    brin_bloom_summary_recv brin_bloom_summary_send brin_minmax_multi_summary_in
    brin_minmax_multi_summary_out brin_minmax_multi_summary_recv brin_minmax_multi_summary_send byteain
    byteaout bytearecv byteasend cash_in cash_out cash_recv cash_send charin charout charrecv charsend cidin
    cidout cidr_in cidr_out cidr_recv cidr_send cidrecv cidsend circle_in circle_out circle_recv circle_send
    cstring_in cstring_out cstring_recv cstring_send date_in date_out date_recv date_send domain_in
    domain_recv enum_in enum_out enum_recv enum_send event_trigger_in event_trigger_out fdw_handler_in
    fdw_handler_out float4in float4out float4recv float4send float8in float8out float8recv float8send
    gtsvectorin gtsvectorout index_am_handler_in index_am_handler_out inet_in inet_out inet_recv inet_send
    int2in int2out int2recv int2send int2vectorin int2vectorout int2vectorrecv int2vectorsend int4in int4out
    int4recv int4send int8in int8out int8recv int8send internal_in internal_out interval_in interval_out
    interval_recv interval_send intervaltypmodin intervaltypmodout json_in json_out json_recv json_send
    jsonb_in jsonb_out jsonb_recv jsonb_send jsonpath_in jsonpath_out jsonpath_recv jsonpath_send
    language_handler_in language_handler_out line_in line_out line_recv line_send lseg_in lseg_out lseg_recv
    lseg_send macaddr8_in macaddr8_out macaddr8_recv macaddr8_send macaddr_in macaddr_out macaddr_recv
    macaddr_send multirange_in multirange_out multirange_recv multirange_send namein nameout namerecv
    namesend numeric_in numeric_out numeric_recv numeric_send numerictypmodin numerictypmodout oidin oidout
    oidrecv oidsend oidvectorin oidvectorout oidvectorrecv oidvectorsend path_in path_out path_recv
    path_send pg_ddl_command_in pg_ddl_command_out pg_ddl_command_recv pg_ddl_command_send
    pg_dependencies_in pg_dependencies_out pg_dependencies_recv pg_dependencies_send pg_lsn_in pg_lsn_out
    pg_lsn_recv pg_lsn_send pg_mcv_list_in pg_mcv_list_out pg_mcv_list_recv pg_mcv_list_send pg_ndistinct_in
    pg_ndistinct_out pg_ndistinct_recv pg_ndistinct_send pg_node_tree_in pg_node_tree_out pg_node_tree_recv
    pg_node_tree_send pg_snapshot_in pg_snapshot_out pg_snapshot_recv pg_snapshot_send point_in point_out
    point_recv point_send poly_in poly_out poly_recv poly_send range_in range_out range_recv range_send
    record_in record_out record_recv record_send regclassin regclassout regclassrecv regclasssend
    regcollationin regcollationout regcollationrecv regcollationsend regconfigin regconfigout regconfigrecv
    regconfigsend regdictionaryin regdictionaryout regdictionaryrecv regdictionarysend regnamespacein
    regnamespaceout regnamespacerecv regnamespacesend regoperatorin regoperatorout regoperatorrecv
    regoperatorsend regoperin regoperout regoperrecv regopersend regprocedurein regprocedureout
    regprocedurerecv regproceduresend regprocin regprocout regprocrecv regprocsend regrolein regroleout
    regrolerecv regrolesend regtypein regtypeout regtyperecv regtypesend shell_in shell_out
    table_am_handler_in table_am_handler_out textin textout textrecv textsend tidin tidout tidrecv tidsend
    time_in time_out time_recv time_send timestamp_in timestamp_out timestamp_recv timestamp_send
    timestamptypmodin timestamptypmodout timestamptz_in timestamptz_out timestamptz_recv timestamptz_send
    timestamptztypmodin timestamptztypmodout timetypmodin timetypmodout timetz_in timetz_out timetz_recv
    timetz_send timetztypmodin timetztypmodout trigger_in trigger_out tsm_handler_in tsm_handler_out
    tsqueryin tsqueryout tsqueryrecv tsquerysend tsvectorin tsvectorout tsvectorrecv tsvectorsend
    txid_snapshot_in txid_snapshot_out txid_snapshot_recv txid_snapshot_send unknownin unknownout
    unknownrecv unknownsend uuid_in uuid_out uuid_recv uuid_send varbit_in varbit_out varbit_recv
    varbit_send varbittypmodin varbittypmodout varcharin varcharout varcharrecv varcharsend varchartypmodin
    varchartypmodout void_in void_out void_recv void_send xid8in xid8out xid8recv xid8send xidin xidout
    xidrecv xidsend xml_in xml_out xml_recv xml_send
  `),
};
//# sourceMappingURL=input-output.js.map
