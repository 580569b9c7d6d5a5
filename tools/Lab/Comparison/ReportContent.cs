using System.Collections.Generic;

namespace Pilevisor.Lab.Comparison;

/// <summary>All that the report shows.</summary>
/// <param name="Summary">What was compared, in a sentence.</param>
/// <param name="Facts">What was run, name by name.</param>
/// <param name="Limit">What the link allows.</param>
/// <param name="Rows">The runs.</param>
/// <param name="Validations">The simulator held against the hypervisor.</param>
public sealed record ReportContent(string Summary, IReadOnlyList<string[]> Facts, LinkLimit Limit, IReadOnlyList<ComparisonRow> Rows, IReadOnlyList<Validation> Validations);
