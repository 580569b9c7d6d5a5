using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>
/// Visits the nodes of a tree in the order they stand there, each before its children, and knows the way from the root.
/// <code>
/// DeviceTreeWalk walk = tree.Walk();
/// while (walk.MoveNext()) Look(walk.Current);
/// </code>
/// </summary>
public ref struct DeviceTreeWalk
{
    /// <summary>The deepest nesting that is read, the root included; deeper trees are malformed.</summary>
    public const int MaximumDepth = 16;

    private readonly FlattenedDeviceTree _tree;
    private DeviceTreeTokens _tokens;
    private Path _path;

    internal DeviceTreeWalk(FlattenedDeviceTree tree)
    {
        _tree = tree;
        _tokens = tree.TokensFrom(0);
    }

    /// <summary>How deep <see cref="Current"/> is: 1 for the root.</summary>
    public int Depth { get; private set; }

    /// <summary>The node being visited.</summary>
    public readonly DeviceTreeNode Current => new(_tree, _path[Depth - 1]);

    /// <summary>The node <paramref name="generations"/> above: 1 is the parent. There must be one: less than <see cref="Depth"/>.</summary>
    public readonly DeviceTreeNode Ancestor(int generations) => new(_tree, _path[Depth - 1 - generations]);

    /// <summary>Goes on to the next node.</summary>
    /// <returns>False if there is none.</returns>
    public bool MoveNext()
    {
        while (true)
        {
            switch (_tokens.Next())
            {
                case DeviceTreeToken.BeginNode:
                    // One deeper than the last node that has not ended; opening the tree has checked that it fits.
                    _path[Depth++] = _tokens.Offset;
                    return true;
                case DeviceTreeToken.EndNode:
                    Depth--;
                    break;
                case DeviceTreeToken.Property:
                    break;
                default:
                    return false;
            }
        }
    }

    [InlineArray(MaximumDepth)]
    private struct Path
    {
        private int _first;
    }
}
