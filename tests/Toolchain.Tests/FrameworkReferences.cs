using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Pilevisor.Toolchain.Tests;

/// <summary>What an assembly's code refers to in the framework. Attributes do not count: nothing at EL2 looks at them.</summary>
internal sealed class FrameworkReferences
{
    private readonly MetadataReader _metadata;

    public FrameworkReferences(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        _metadata = file.GetMetadataReader();
        HashSet<string> members = [];
        foreach (MemberReferenceHandle handle in _metadata.MemberReferences) AddMember(_metadata.GetMemberReference(handle), members);
        Members = members;
        Assemblies = [.. _metadata.AssemblyReferences.Select(handle => _metadata.GetString(_metadata.GetAssemblyReference(handle).Name)).Where(name => !IsOurs(name))];
    }

    public IReadOnlySet<string> Members { get; }

    public IReadOnlyList<string> Assemblies { get; }

    private static bool IsOurs(string name) => name.StartsWith("Pilevisor", StringComparison.Ordinal);

    private void AddMember(MemberReference member, HashSet<string> members)
    {
        if (DeclaringType(member.Parent) is not { } type || IsOurs(type) || type.EndsWith("Attribute", StringComparison.Ordinal)) return;
        string name = $"{type}::{_metadata.GetString(member.Name)}";
        members.Add(type);
        members.Add(member.GetKind() == MemberReferenceKind.Method
            ? name + SignatureText.Of(member.DecodeMethodSignature(SignatureText.Instance, null))
            : $"{name} : {member.DecodeFieldSignature(SignatureText.Instance, null)}");
    }

    // The generic type itself, not its instance.
    private string? DeclaringType(EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => SignatureText.Instance.GetTypeFromReference(_metadata, (TypeReferenceHandle)parent, 0),
        HandleKind.TypeSpecification => _metadata.GetTypeSpecification((TypeSpecificationHandle)parent).DecodeSignature(SignatureText.Instance, null).Split('<')[0],
        _ => null,
    };
}
