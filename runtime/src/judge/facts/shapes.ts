/**
 * The node kinds that the judge understands, and every field of each.
 *
 * The walk goes through this table and through nothing else: a kind that is not here, or a field that is not in its
 * row, is something whose meaning nobody has thought about, and the statement is refused. That also covers what
 * a later PostgreSQL adds. Source: nodes/parsenodes.h and nodes/primnodes.h of PostgreSQL 18.
 */

/**
 * `scalar`: a flag, name, enum or location that reads nothing. `node`: a wrapped node. `nodes`: a list of wrapped
 * nodes. `{ is }`: a node of that kind, not wrapped. `{ refused }`: present only in statements that are refused.
 */
export type FieldShape = 'scalar' | 'node' | 'nodes' | { readonly is: string } | { readonly refused: string };

export type NodeShape = Readonly<Record<string, FieldShape>>;

const location = 'scalar';

/** Names and constants. */
const leaves: Readonly<Record<string, NodeShape>> = {
  String: { sval: 'scalar' },
  Integer: { ival: 'scalar' },
  Float: { fval: 'scalar' },
  Boolean: { boolval: 'scalar' },
  BitString: { bsval: 'scalar' },
  A_Star: {},
  A_Const: {
    ival: { is: 'Integer' },
    fval: { is: 'Float' },
    boolval: { is: 'Boolean' },
    sval: { is: 'String' },
    bsval: { is: 'BitString' },
    isnull: 'scalar',
    location,
  },
  ParamRef: { number: 'scalar', location },
  Alias: { aliasname: 'scalar', colnames: 'nodes' },
  List: { items: 'nodes' },
};

/** Expressions: each computes on its operands and reads nothing else, given harmless functions and operators. */
const expressions: Readonly<Record<string, NodeShape>> = {
  // The row that a cursor of the session stands on: its query was judged when it was declared.
  CurrentOfExpr: { cursor_name: 'scalar' },
  ColumnRef: { fields: 'nodes', location },
  A_Expr: {
    kind: 'scalar',
    name: 'nodes',
    lexpr: 'node',
    rexpr: 'node',
    location,
    rexpr_list_start: 'scalar',
    rexpr_list_end: 'scalar',
  },
  BoolExpr: { boolop: 'scalar', args: 'nodes', location },
  NullTest: { arg: 'node', nulltesttype: 'scalar', location },
  BooleanTest: { arg: 'node', booltesttype: 'scalar', location },
  FuncCall: {
    funcname: 'nodes',
    args: 'nodes',
    agg_order: 'nodes',
    agg_filter: 'node',
    over: { is: 'WindowDef' },
    agg_within_group: 'scalar',
    agg_star: 'scalar',
    agg_distinct: 'scalar',
    func_variadic: 'scalar',
    funcformat: 'scalar',
    location,
  },
  NamedArgExpr: { arg: 'node', name: 'scalar', argnumber: 'scalar', location },
  TypeCast: { arg: 'node', typeName: { is: 'TypeName' }, location },
  TypeName: {
    names: 'nodes',
    typmods: 'nodes',
    typemod: 'scalar',
    arrayBounds: 'nodes',
    location,
    setof: { refused: 'SETOF' },
    pct_type: { refused: '%TYPE' },
  },
  CollateClause: { arg: 'node', collname: 'nodes', location },
  SubLink: {
    subLinkType: 'scalar',
    testexpr: 'node',
    operName: 'nodes',
    subselect: 'node',
    location,
  },
  CaseExpr: { arg: 'node', args: 'nodes', defresult: 'node', location },
  CaseWhen: { expr: 'node', result: 'node', location },
  CoalesceExpr: { args: 'nodes', location },
  MinMaxExpr: { op: 'scalar', args: 'nodes', location },
  SQLValueFunction: { op: 'scalar', typmod: 'scalar', location },
  A_ArrayExpr: { elements: 'nodes', location, list_start: 'scalar', list_end: 'scalar' },
  A_Indirection: { arg: 'node', indirection: 'nodes' },
  A_Indices: { is_slice: 'scalar', lidx: 'node', uidx: 'node' },
  RowExpr: { args: 'nodes', row_format: 'scalar', location },
  GroupingFunc: { args: 'nodes', location },
  XmlExpr: {
    op: 'scalar',
    name: 'scalar',
    named_args: 'nodes',
    args: 'nodes',
    xmloption: 'scalar',
    indent: 'scalar',
    location,
  },
  XmlSerialize: {
    xmloption: 'scalar',
    expr: 'node',
    typeName: { is: 'TypeName' },
    indent: 'scalar',
    location,
  },
};

/** The SQL/JSON constructors, queries and predicates of PostgreSQL 16 and 17. */
const json: Readonly<Record<string, NodeShape>> = {
  JsonObjectConstructor: {
    exprs: 'nodes',
    output: { is: 'JsonOutput' },
    absent_on_null: 'scalar',
    unique: 'scalar',
    location,
  },
  JsonArrayConstructor: { exprs: 'nodes', output: { is: 'JsonOutput' }, absent_on_null: 'scalar', location },
  JsonArrayQueryConstructor: {
    query: 'node',
    output: { is: 'JsonOutput' },
    format: { is: 'JsonFormat' },
    absent_on_null: 'scalar',
    location,
  },
  JsonParseExpr: {
    expr: { is: 'JsonValueExpr' },
    output: { is: 'JsonOutput' },
    unique_keys: 'scalar',
    location,
  },
  JsonScalarExpr: { expr: 'node', output: { is: 'JsonOutput' }, location },
  JsonSerializeExpr: { expr: { is: 'JsonValueExpr' }, output: { is: 'JsonOutput' }, location },
  JsonObjectAgg: {
    constructor: { is: 'JsonAggConstructor' },
    arg: { is: 'JsonKeyValue' },
    absent_on_null: 'scalar',
    unique: 'scalar',
  },
  JsonArrayAgg: {
    constructor: { is: 'JsonAggConstructor' },
    arg: { is: 'JsonValueExpr' },
    absent_on_null: 'scalar',
  },
  JsonAggConstructor: {
    output: { is: 'JsonOutput' },
    agg_filter: 'node',
    agg_order: 'nodes',
    over: { is: 'WindowDef' },
    location,
  },
  JsonFuncExpr: {
    op: 'scalar',
    column_name: { refused: 'a column of JSON_TABLE' },
    context_item: { is: 'JsonValueExpr' },
    pathspec: 'node',
    passing: 'nodes',
    output: { is: 'JsonOutput' },
    on_empty: { is: 'JsonBehavior' },
    on_error: { is: 'JsonBehavior' },
    wrapper: 'scalar',
    quotes: 'scalar',
    location,
  },
  JsonTablePathSpec: { string: 'node', name: 'scalar', name_location: location, location },
  JsonArgument: { val: { is: 'JsonValueExpr' }, name: 'scalar' },
  JsonBehavior: { btype: 'scalar', expr: 'node', coerce: 'scalar', location },
  JsonKeyValue: { key: 'node', value: { is: 'JsonValueExpr' } },
  JsonValueExpr: { raw_expr: 'node', format: { is: 'JsonFormat' } },
  JsonFormat: { format_type: 'scalar', encoding: 'scalar', location },
  JsonOutput: { typeName: { is: 'TypeName' }, returning: { is: 'JsonReturning' } },
  JsonReturning: { format: { is: 'JsonFormat' }, typmod: 'scalar' },
  JsonIsPredicate: {
    expr: 'node',
    format: { is: 'JsonFormat' },
    item_type: 'scalar',
    unique_keys: 'scalar',
    location,
  },
};

/** The parts of a SELECT. */
const query: Readonly<Record<string, NodeShape>> = {
  SelectStmt: {
    distinctClause: 'nodes',
    intoClause: { refused: 'SELECT … INTO' },
    targetList: 'nodes',
    fromClause: 'nodes',
    whereClause: 'node',
    groupClause: 'nodes',
    groupDistinct: 'scalar',
    havingClause: 'node',
    windowClause: 'nodes',
    valuesLists: 'nodes',
    sortClause: 'nodes',
    limitOffset: 'node',
    limitCount: 'node',
    limitOption: 'scalar',
    /** Gone through by facts/locks.ts. */
    lockingClause: 'nodes',
    withClause: { is: 'WithClause' },
    op: 'scalar',
    all: 'scalar',
    larg: { is: 'SelectStmt' },
    rarg: { is: 'SelectStmt' },
  },
  ResTarget: { name: 'scalar', indirection: 'nodes', val: 'node', location },
  SortBy: { node: 'node', sortby_dir: 'scalar', sortby_nulls: 'scalar', useOp: 'nodes', location },
  GroupingSet: { kind: 'scalar', content: 'nodes', location },
  WindowDef: {
    name: 'scalar',
    refname: 'scalar',
    partitionClause: 'nodes',
    orderClause: 'nodes',
    frameOptions: 'scalar',
    startOffset: 'node',
    endOffset: 'node',
    location,
  },
  WithClause: { ctes: 'nodes', recursive: 'scalar', location },
  CommonTableExpr: {
    ctename: 'scalar',
    aliascolnames: 'nodes',
    ctematerialized: 'scalar',
    ctequery: 'node',
    search_clause: { is: 'CTESearchClause' },
    cycle_clause: { is: 'CTECycleClause' },
    location,
  },
  CTESearchClause: {
    search_col_list: 'nodes',
    search_breadth_first: 'scalar',
    search_seq_column: 'scalar',
    location,
  },
  CTECycleClause: {
    cycle_col_list: 'nodes',
    cycle_mark_column: 'scalar',
    cycle_mark_value: 'node',
    cycle_mark_default: 'node',
    cycle_path_column: 'scalar',
    location,
  },
};

/** The parts of INSERT, UPDATE and DELETE; the statements themselves are gone through by facts/writes.ts. */
const writes: Readonly<Record<string, NodeShape>> = {
  SetToDefault: { location },
  MultiAssignRef: { source: 'node', colno: 'scalar', ncolumns: 'scalar' },
  OnConflictClause: {
    action: 'scalar',
    infer: { is: 'InferClause' },
    targetList: 'nodes',
    whereClause: 'node',
    location,
  },
  InferClause: { indexElems: 'nodes', whereClause: 'node', conname: 'scalar', location },
  IndexElem: {
    name: 'scalar',
    expr: 'node',
    indexcolname: 'scalar',
    collation: 'nodes',
    opclass: 'nodes',
    ordering: 'scalar',
    nulls_ordering: 'scalar',
  },
  ReturningClause: { options: 'nodes', exprs: 'nodes' },
  /** merge_action(), which says what became of a row. */
  MergeSupportFunc: { msftype: 'scalar', location },
  ReturningOption: { option: 'scalar', value: 'scalar', location },
};

/** What can stand in FROM. */
const fromItems: Readonly<Record<string, NodeShape>> = {
  RangeVar: {
    catalogname: 'scalar',
    schemaname: 'scalar',
    relname: 'scalar',
    inh: 'scalar',
    relpersistence: 'scalar',
    alias: { is: 'Alias' },
    location,
  },
  RangeSubselect: { lateral: 'scalar', subquery: 'node', alias: { is: 'Alias' } },
  RangeFunction: {
    lateral: 'scalar',
    ordinality: 'scalar',
    is_rowsfrom: 'scalar',
    functions: 'nodes',
    alias: { is: 'Alias' },
    coldeflist: 'nodes',
  },
  /** Only as a column definition of a function in FROM; the constraints of a table have no place there. */
  ColumnDef: {
    colname: 'scalar',
    typeName: { is: 'TypeName' },
    is_local: 'scalar',
    collClause: { is: 'CollateClause' },
    location,
  },
  /** Gone through by facts/samples.ts. */
  RangeTableSample: {
    relation: 'node',
    method: 'nodes',
    args: 'nodes',
    repeatable: 'node',
    location,
  },
  /** A row for each item that the path finds; columns are gone through by facts/made-columns.ts. */
  JsonTable: {
    lateral: 'scalar',
    context_item: { is: 'JsonValueExpr' },
    pathspec: { is: 'JsonTablePathSpec' },
    passing: 'nodes',
    columns: 'nodes',
    on_error: { is: 'JsonBehavior' },
    alias: { is: 'Alias' },
    location,
  },
  JsonTableColumn: {
    coltype: 'scalar',
    name: 'scalar',
    typeName: { is: 'TypeName' },
    pathspec: { is: 'JsonTablePathSpec' },
    format: { is: 'JsonFormat' },
    wrapper: 'scalar',
    quotes: 'scalar',
    columns: 'nodes',
    on_empty: { is: 'JsonBehavior' },
    on_error: { is: 'JsonBehavior' },
    location,
  },
  /** XMLTABLE. */
  RangeTableFunc: {
    lateral: 'scalar',
    docexpr: 'node',
    rowexpr: 'node',
    namespaces: 'nodes',
    columns: 'nodes',
    alias: { is: 'Alias' },
    location,
  },
  RangeTableFuncCol: {
    colname: 'scalar',
    typeName: { is: 'TypeName' },
    for_ordinality: 'scalar',
    is_not_null: 'scalar',
    colexpr: 'node',
    coldefexpr: 'node',
    location,
  },
  JoinExpr: {
    jointype: 'scalar',
    isNatural: 'scalar',
    larg: 'node',
    rarg: 'node',
    usingClause: 'nodes',
    join_using_alias: { is: 'Alias' },
    quals: 'node',
    alias: { is: 'Alias' },
    rtindex: 'scalar',
  },
};

/** Every kind that may stand inside a query. Null-prototype, so that no node can be called `constructor`. */
export const nodeShapes: Readonly<Record<string, NodeShape | undefined>> = Object.assign(
  Object.create(null) as Record<string, NodeShape>,
  leaves,
  expressions,
  json,
  query,
  fromItems,
  writes,
);
