namespace Pilevisor.Kernel;

/// <summary>What stands next in a structure block (Devicetree Specification 0.4, section 5.4.1).</summary>
internal enum DeviceTreeToken
{
    /// <summary>Nothing that the specification knows, or it does not fit into the block.</summary>
    Malformed,

    /// <summary>FDT_BEGIN_NODE: a node begins, with its name.</summary>
    BeginNode,

    /// <summary>FDT_END_NODE: the innermost node ends.</summary>
    EndNode,

    /// <summary>FDT_PROP: a property of the innermost node, with name and value.</summary>
    Property,

    /// <summary>FDT_END: the tree ends.</summary>
    End,
}
