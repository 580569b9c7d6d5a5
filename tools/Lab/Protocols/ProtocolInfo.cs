using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Pilevisor.Coherence;

namespace Pilevisor.Lab.Protocols;

/// <summary>
/// A coherence protocol as the Lab knows it: the class that ships, and by the naming convention of src/Coherence what its entries and messages are called
/// (<c>XEntry</c>, <c>XSet</c>, <c>XMessage</c> for a protocol <c>X</c>, or for the class that it inherits from).
/// </summary>
public sealed class ProtocolInfo
{
    private readonly ConstructorInfo _constructor;
    private readonly Type? _messages;
    private readonly string? _folder;

    /// <summary>Looks at the class <paramref name="type"/>.</summary>
    /// <param name="type">The class.</param>
    /// <param name="folder">Where its source is, all of it, if it does not ship.</param>
    /// <exception cref="LabException">If it does not keep to the convention: says how.</exception>
    public ProtocolInfo(Type type, string? folder = null)
    {
        Type = type;
        _folder = folder;
        if (!typeof(IProtocolInspection).IsAssignableFrom(type)) throw new LabException($"{type.Name} cannot be checked: it does not implement {nameof(IProtocolInspection)}");
        _constructor = type.GetConstructors().FirstOrDefault(c => c.GetParameters() is [{ } first, ..] && first.ParameterType == typeof(IProtocolWorld))
            ?? throw new LabException($"{type.Name} has no public constructor whose first parameter is {nameof(IProtocolWorld)}");
        Layout = new EntryLayout(Find("Entry") ?? throw new LabException($"{type.Name} has no struct {type.Name}Entry beside it: the Lab shows and compares pages' entries by it"), Find("Set"));
        _messages = Find("Message");
    }

    /// <summary>What users call it.</summary>
    public string Name => Type.Name;

    /// <summary>Whether it ships, and is found by its name alone.</summary>
    public bool Ships => _folder is null;

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>The folders of its source, from the repository's root: those of the class and of each that it inherits from.</summary>
    public IEnumerable<string> Folders => _folder is null ? Types.Select(type => $"src/Coherence/{type.Name}") : [_folder];

    /// <summary>That class and those it inherits from.</summary>
    private IEnumerable<Type> Types
    {
        get
        {
            for (Type? type = Type; type is not null && type != typeof(object); type = type.BaseType) yield return type;
        }
    }

    /// <summary>What its entries are made of.</summary>
    public EntryLayout Layout { get; }

    /// <summary>A node's instance; parameters beyond the world have their defaults.</summary>
    public ICoherenceProtocol Create(IProtocolWorld world)
    {
        object?[] arguments = [.. _constructor.GetParameters().Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue : null)];
        arguments[0] = world;
        return (ICoherenceProtocol)_constructor.Invoke(arguments);
    }

    /// <summary>What the protocol calls a message of <paramref name="kind"/>.</summary>
    public string MessageName(byte kind) => _messages is not null && Enum.GetName(_messages, kind) is { } name ? name : $"{kind}";

    private Type? Find(string suffix) => Types.Select(type => type.Assembly.GetType($"{type.FullName}{suffix}")).FirstOrDefault(found => found is not null);
}
